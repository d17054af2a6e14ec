import type { Finding, Report, Rule } from "./types.js";

/** Writes a report as SARIF 2.1.0, as kubectl job lint -o sarif does. */
export function sarif(report: Report, rules: Rule[], version?: string): object {
  const about = new Map(rules.map((rule) => [rule.name, rule.about]));
  const found = new Map(report.findings.map((finding) => [finding.rule, finding.docs]));
  const names = [...found.keys()].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "kubectl-job",
            ...(version ? { version } : {}),
            informationUri: "https://github.com/kubectl-job/kubectl-job",
            rules: names.map((id) => ({ id, shortDescription: { text: about.get(id) ?? "" }, helpUri: found.get(id) })),
          },
        },
        columnKind: "unicodeCodePoints",
        results: report.findings.map((finding) => result(finding, names.indexOf(finding.rule))),
      },
    ],
  };
}

function result(finding: Finding, ruleIndex: number): object {
  const { line: startLine, column: startColumn, endLine, endColumn } = finding;
  const object = `${finding.kind}/${finding.name} ${finding.path}`.replace(/^\/ /, "");
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: finding.severity === "info" ? "note" : finding.severity,
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(finding.file) },
          region: { startLine, startColumn, endLine, endColumn },
        },
        ...(finding.path ? { logicalLocations: [{ fullyQualifiedName: object, kind: "member" }] } : {}),
      },
    ],
  };
}
