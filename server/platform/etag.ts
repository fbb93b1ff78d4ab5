import { InvalidInput } from './problem.ts'

export const etag = ({ version }: { version: number }): string => `"${version}"`

/** The version an edit was made from. @throws InvalidInput when neither body nor If-Match says it */
export function versionRead(inBody: number | undefined, ifMatch: string | undefined): number {
  const version = inBody ?? Number(/^(?:W\/)?"(\d+)"$/.exec(ifMatch ?? '')?.[1])
  if (version) return version
  throw new InvalidInput([{ path: 'version', message: 'Send the version you read, here or as its ETag in If-Match.' }])
}
