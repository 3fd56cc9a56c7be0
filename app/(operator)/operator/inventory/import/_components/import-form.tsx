'use client'
import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { TextArea } from '~/components/ui/fields/text-area'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'
import { FileChoice } from './file-choice'
import { PreviewCard } from './preview-card'
import { type ImportActions, useImport } from './use-import'

/** A chosen or pasted list, its preview and its import; rejections are listed by line. */
export function ImportForm({ linesMax, ...actions }: ImportActions & { linesMax: number }) {
  const t = useTranslations('import')
  const refusalText = useRefusalText()
  const { csv, change, heard, isPending, look, carryOut } = useImport(actions)
  const isPreviewed = heard.step === 'previewed'
  return (
    <>
      <Card title={t('list')} note={t('listNote', { max: linesMax })}>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (csv.trim() !== '' && !isPending) look()
          }}
        >
          <TextArea
            name="csv"
            label={t('text')}
            hint={t('textHint')}
            mono
            rows={6}
            wrap="off"
            spellCheck={false}
            value={csv}
            onChange={(event) => change(event.currentTarget.value)}
          />
          <div className="flex flex-wrap gap-2.5">
            <FileChoice onText={change} />
            <Button
              type="submit"
              variant={isPreviewed ? 'secondary' : 'primary'}
              pending={isPending}
              disabledReason={csv.trim() === '' ? t('nothingTyped') : undefined}
            >
              {t('preview')}
            </Button>
          </div>
        </form>
      </Card>
      {heard.step === 'refused' && <Callout tone="bad" live title={refusalText(heard.refusal)} />}
      {heard.step === 'imported' && (
        <Callout
          tone="ok"
          live
          title={t('imported', heard.imported)}
          actions={
            <LinkButton size="sm" href={routes.operator.inventory()}>
              {t('seeInventory')}
            </LinkButton>
          }
        />
      )}
      {isPreviewed && <PreviewCard preview={heard.preview} isPending={isPending} onConfirm={carryOut} />}
    </>
  )
}
