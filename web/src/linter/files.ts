/** A file system with one file at most, read-only: what Go sees of the world. Go asks for the database of time zones. */
export interface FileSystem {
  /** The object that Go's runtime calls, in the form of Node's fs. */
  readonly fs: Record<string, unknown>;
  /** Go looked for the file in vain. */
  missed: boolean;
  /** The content of the file. */
  file: Uint8Array | undefined;
}

type Callback = (error: Error | null, ...result: unknown[]) => void;

const handle = 3;

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Makes a file system in which the file has that path, once there is one. */
export function fileSystem(path: string, print: (text: string) => void): FileSystem {
  const decoder = new TextDecoder();
  const refuse = (...args: unknown[]): void => {
    (args.at(-1) as Callback)(failure("ENOSYS"));
  };
  const system: FileSystem = { fs: {}, missed: false, file: undefined };
  for (const name of [
    "chmod",
    "chown",
    "fchmod",
    "fchown",
    "ftruncate",
    "lchown",
    "link",
    "lstat",
    "mkdir",
    "readdir",
    "readlink",
    "rename",
    "rmdir",
    "stat",
    "symlink",
    "truncate",
    "unlink",
    "utimes",
  ]) {
    system.fs[name] = refuse;
  }
  Object.assign(system.fs, {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync(_: number, bytes: Uint8Array): number {
      print(decoder.decode(bytes, { stream: true }));
      return bytes.length;
    },
    write(_: number, bytes: Uint8Array, from: number, length: number, __: unknown, done: Callback): void {
      print(decoder.decode(bytes.subarray(from, from + length), { stream: true }));
      done(null, length);
    },
    fsync: (_: number, done: Callback) => done(null),
    close: (_: number, done: Callback) => done(null),
    open(name: string, _: number, __: number, done: Callback): void {
      if (name !== path || !system.file) {
        system.missed ||= name === path;
        done(failure("ENOENT"));
        return;
      }
      done(null, handle);
    },
    fstat(_: number, done: Callback): void {
      const size = system.file?.length ?? 0;
      done(null, {
        dev: 0,
        ino: 1,
        mode: 0o100444,
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        size,
        blksize: 4096,
        blocks: Math.ceil(size / 512),
        atimeMs: 0,
        mtimeMs: 0,
        ctimeMs: 0,
        isDirectory: () => false,
      });
    },
    read(_: number, into: Uint8Array, offset: number, length: number, position: number, done: Callback): void {
      const part = system.file?.subarray(position, position + length) ?? new Uint8Array();
      into.set(part, offset);
      done(null, part.length);
    },
  });
  return system;
}
