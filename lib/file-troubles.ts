import { reasonOf } from './errors.ts'

/** What the system says of a file or folder, in words of people. */
const fileTroubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user has no right to do that',
  EPERM: 'this user has no right to do that',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'something of this name is there already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  EBUSY: 'another program has it open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead round in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** What is said of a file or folder that the system would not open, read or write; `undefined` for any other error. */
export function fileTroubleOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return undefined
  const isAboutFiles = !/^(connect|getaddrinfo|listen|bind|spawn|send|recv)/.test(String(thrown.syscall))
  return isAboutFiles && Object.hasOwn(fileTroubles, String(thrown.code))
    ? fileTroubles[String(thrown.code)]
    : undefined
}

/** The text of anything thrown where files are read and written: what the system says of them is said in words. */
export const fileReasonOf = (thrown: unknown): string => fileTroubleOf(thrown) ?? reasonOf(thrown)
