'use client'
import { useState } from 'react'

/**
 * Gives React Aria, which creates a style element, the nonce of the document. A refresh of the page brings another one,
 * which the document's policy does not know.
 */
export function CspNonce({ nonce }: { nonce: string | undefined }) {
  const [first] = useState(nonce)
  return <meta property="csp-nonce" nonce={first} />
}
