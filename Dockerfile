# Both programs and nothing else, as a user without rights: docker run --rm -v "$PWD:/w" -w /w IMAGE lint .
FROM scratch
ARG TARGETPLATFORM
COPY LICENSE .cache/THIRD_PARTY_LICENSES /
COPY $TARGETPLATFORM/kubectl-job $TARGETPLATFORM/kubectl-job-lint /usr/local/bin/
ENV PATH=/usr/local/bin
USER 65532:65532
ENTRYPOINT ["kubectl-job"]
