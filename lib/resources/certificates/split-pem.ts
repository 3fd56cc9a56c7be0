const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g

/** The certificates and the keys of a text, each as one text; empty without any. Pure, browser-safe. */
export function splitPem(text: string): { chain: string; privateKey: string } {
  const blocks = [...text.matchAll(block)].map(([whole, kind = '']) => ({ whole, kind }))
  const joined = (isWanted: (kind: string) => boolean) =>
    blocks
      .filter(({ kind }) => isWanted(kind))
      .map(({ whole }) => whole)
      .join('\n')
  return {
    chain: joined((kind) => kind === 'CERTIFICATE'),
    privateKey: joined((kind) => kind.endsWith('PRIVATE KEY')),
  }
}
