import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { FileButton } from '~/components/ui/fields/file-button'
import { TextArea } from '~/components/ui/fields/text-area'
import { certificateFileBytesMax, splitPem } from '~/lib/resources/client'

/** Chain and key: pasted, dropped, or from files, each block of which goes into its field. */
export function PemFields() {
  const t = useTranslations('certificates.pem')
  const id = useId()
  const [chain, setChain] = useState('')
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = async (files: readonly File[]) => {
    if (files.some(({ size }) => size > certificateFileBytesMax)) return setProblem(t('tooLarge'))
    const found = splitPem((await Promise.all(files.map((file) => file.text()))).join('\n'))
    if (found.chain) setChain(found.chain)
    if (found.privateKey) setKey(found.privateKey)
    setProblem(found.chain || found.privateKey ? undefined : t('nothing'))
  }
  return (
    <fieldset
      className="grid gap-5"
      aria-label={t('label')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        void add([...event.dataTransfer.files])
      }}
    >
      <div className="flex flex-wrap items-center gap-3">
        <FileButton
          id={id}
          size="sm"
          multiple
          accept=".pem,.crt,.cer,.key,.txt"
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => {
            const chosen = [...(currentTarget.files ?? [])]
            // Reset, so that the same file can be chosen again after a correction.
            currentTarget.value = ''
            void add(chosen)
          }}
        >
          {t('choose')}
        </FileButton>
        <p
          id={`${id}-hint`}
          className={problem ? 'text-sm text-bad' : 'text-sm text-ink-3'}
          role={problem ? 'alert' : undefined}
        >
          {problem ?? t('hint')}
        </p>
      </div>
      <TextArea
        name="chain"
        label={t('chain')}
        hint={t('chainHint')}
        mono
        value={chain}
        onChange={(event) => setChain(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <TextArea
        name="privateKey"
        label={t('key')}
        hint={t('keyHint')}
        mono
        value={key}
        onChange={(event) => setKey(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </fieldset>
  )
}
