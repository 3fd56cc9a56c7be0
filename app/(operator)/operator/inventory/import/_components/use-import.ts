'use client'
import { unstable_rethrow } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { ImportPreview } from '~/lib/datacentre/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Csv = { csv: string }
type Refusal = { code: string; params?: Record<string, string> }
export type Imported = { created: number; changed: number }
export type ImportActions = {
  preview: (input: Csv) => Promise<ActionResult<ImportPreview>>
  confirm: (input: Csv) => Promise<ActionResult<Imported>>
}

/** The last response for the current list; cleared when the list changes. */
type ImportResponse =
  | { step: 'nothing' }
  | { step: 'refused'; refusal: Refusal }
  | { step: 'previewed'; preview: ImportPreview }
  | { step: 'imported'; imported: Imported }

// A request may have 256 KiB, including the encoding of the list.
const bytesMax = 250 * 1024

/** A list with its preview and import: only the exact list that was previewed can be imported. */
export function useImport({ preview, confirm }: ImportActions) {
  const [csv, setCsv] = useState('')
  const [heard, setHeard] = useState<ImportResponse>({ step: 'nothing' })
  const [isPending, startTransition] = useTransition()
  const change = (text: string) => {
    setCsv(text)
    setHeard({ step: 'nothing' })
  }
  const ask = <T>(action: (input: Csv) => Promise<ActionResult<T>>, accepted: (data: T) => ImportResponse) =>
    startTransition(async () => {
      if (isTooLarge(csv)) {
        setHeard({ step: 'refused', refusal: { code: 'payload_too_large' } })
        return
      }
      const result = await answerOf(action({ csv }))
      setHeard(result.ok ? accepted(result.data) : { step: 'refused', refusal: result })
    })
  return {
    csv,
    change,
    heard,
    isPending,
    look: () => ask(preview, (data) => ({ step: 'previewed', preview: data })),
    carryOut: () => ask(confirm, (data) => ({ step: 'imported', imported: data })),
  }
}

const isTooLarge = (csv: string) => new TextEncoder().encode(JSON.stringify(csv)).length > bytesMax

async function answerOf<T>(answer: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await answer
  } catch (error) {
    unstable_rethrow(error)
    return { ok: false, code: 'unexpected' }
  }
}
