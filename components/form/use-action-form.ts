'use client'
import { unstable_rethrow } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type AskedProof, askedProof, proofName } from '~/components/ui/fields/proof'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { useSending } from '~/components/ui/fields/use-sending'
import type { ActionResult } from '~/lib/kernel/action-result'
import { namedControls, readForm } from './form-values'
import { validityText } from './validity'

type Options<I, T> = {
  form: RefObject<HTMLFormElement | null>
  formId: string
  action: (input: I) => Promise<ActionResult<T>>
  prepare: (input: I) => I
  prove: ((proof: string) => Promise<ActionResult<unknown>>) | undefined
  onAccepted: (data: T) => void
}

type Wrong = { text: string | null; errors: Record<string, string> }
const noErrors: Wrong = { text: null, errors: {} }

/** The state of a form: its errors, whether it is being submitted, and the submit function. */
export function useActionForm<I, T>({ form, formId, action, prepare, prove, onAccepted }: Options<I, T>) {
  const t = useTranslations('common')
  const refusalText = useRefusalText()
  const [wrong, setWrong] = useState<Wrong>(noErrors)
  const [askedFor, setAskedFor] = useState<AskedProof | null>(null)
  const { isSending, startSending, endSending } = useSending()
  const summaryRef = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (wrong !== noErrors) summaryRef.current?.focus()
  }, [wrong])

  const send = async (input: I, proof: string | null) => {
    const proven = proof !== null && prove ? await answerOf(prove(proof)) : null
    if (proven && !proven.ok) {
      const text = refusalText(proven)
      endSending()
      return setWrong({ text: null, errors: { proof: text } })
    }
    const result = await answerOf(action(input))
    if (result.ok) {
      setAskedFor(null)
      setWrong(noErrors)
      onAccepted(result.data)
      return
    }
    endSending()
    if (result.code === 'proof_required' && prove) {
      setWrong(noErrors)
      return setAskedFor(askedProof(result))
    }
    setAskedFor(null)
    const text = refusalText(result)
    const isOnScreen = result.field !== undefined && form.current?.elements.namedItem(result.field)
    setWrong(isOnScreen ? { text: null, errors: { [result.field as string]: text } } : { text, errors: {} })
  }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isSending || !form.current) return
    const errors: Record<string, string> = {}
    for (const control of namedControls(form.current)) {
      const text = validityText(control, t)
      if (text && !errors[control.name]) errors[control.name] = text
    }
    if (Object.keys(errors).length > 0) {
      setWrong({ text: null, errors })
      return
    }
    const { [proofName]: proof, ...input } = readForm(form.current)
    startSending(() => send(prepare(input as I), askedFor && typeof proof === 'string' ? proof : null))
  }

  const fields = Object.entries(wrong.errors).map(([name, error]) => {
    const id = `${formId}-${name}`
    return { id, error, label: labelOf(form.current, id) }
  })
  return {
    askedFor,
    errors: wrong.errors,
    summary: { text: wrong.text, fields },
    summaryRef,
    isSending,
    submit,
  }
}

/** Rethrows redirects; any other failure becomes an error message, and the input stays. */
async function answerOf<T>(answer: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await answer
  } catch (error) {
    unstable_rethrow(error)
    return { ok: false, code: 'unexpected' }
  }
}

function labelOf(form: HTMLFormElement | null, id: string): string {
  const control = form?.ownerDocument.getElementById(id)
  if (!(control instanceof HTMLElement) || !('labels' in control)) return ''
  const legend =
    control.getAttribute('type') === 'radio' ? control.closest('fieldset')?.querySelector('legend') : null
  const label = legend ?? (control.labels as NodeListOf<HTMLLabelElement> | null)?.[0]
  // A checkbox is inside its label, before the span with the text. The text may contain links, so all of it counts
  // except the hint, which has an id.
  const isTick = label?.contains(control)
  const nodes = [...((isTick ? label?.querySelector('span') : label)?.childNodes ?? [])]
  const words = isTick ? nodes.filter((node) => !(node instanceof HTMLElement && node.id)) : nodes.slice(0, 1)
  return words
    .map((node) => node.textContent)
    .join('')
    .trim()
}
