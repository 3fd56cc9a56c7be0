import { Fragment } from 'react'

/** A host name or command that breaks after its dots and its @ where its line is too short; IP addresses stay whole. */
export function Breakable({ text }: { text: string }) {
  return text.split(/(?<=@)|(?<=\.)(?=[a-z])/i).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
