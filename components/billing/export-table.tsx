'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { buttonClass } from '~/components/ui/links/button-class'
import { FileLink } from '~/components/ui/links/file-link'
import { LinkButton } from '~/components/ui/links/link-button'
import { Menu } from '~/components/ui/overlays/menu'
import type { ExportFormat, ExportKind, ExportOfferView } from '~/lib/billing/client'
import type { ExportFiles } from './export-files'
import { exportPurposes } from './export-purposes'
import { PrepareExport } from './prepare-export'
import { type PrepareExportAction, usePrepareExport } from './use-prepare-export'

type Input = { kind: ExportKind; format: ExportFormat; period: string }
type Props<I extends Input> = {
  offer: Pick<ExportOfferView, 'kinds' | 'lacksFec'>
  /** Whose books: the seller's sales are the buyer's purchases. */
  books: 'purchases' | 'sales'
  files: ExportFiles
  /** Prepares an export in the background. */
  prepare: PrepareExportAction<I>
  /** What `prepare` takes with kind and format. */
  of: Omit<I, 'kind' | 'format'>
  /** `hrefs` open the preview of each kind, and close the open one. */
  preview?: { hrefs: Partial<Record<ExportKind, string>>; open: ExportKind | null; content: ReactNode }
}

/** The exports of a month by what they are for: the usual format as a button, the others in a menu. */
export function ExportTable<I extends Input>({ offer, books, files, prepare, of, preview }: Props<I>) {
  const t = useTranslations('billingExports')
  const [prepareInBackground] = usePrepareExport(prepare)
  return exportPurposes.map(([purpose, wanted]) => {
    const kinds = offer.kinds.filter(({ kind }) => wanted.some((each) => each === kind))
    const why = purpose === 'audit' ? offer.lacksFec : null
    if (kinds.length === 0 && !why) return null
    return (
      <section
        key={purpose}
        aria-label={t(`purpose.${purpose}`)}
        className="border-t border-line first:border-t-0"
      >
        <h3 className="bg-sunken px-4.5 py-2 text-sm font-semibold text-ink-2">{t(`purpose.${purpose}`)}</h3>
        {why && <p className="px-4.5 py-3.5 text-ink-2">{t(`lacksFec.${why}`)}</p>}
        <ul className="divide-y divide-line">
          {kinds.map(({ kind, formats }) => {
            const [usual, ...others] = formats
            const label = t(`kind.${kind}`)
            const nameOf = (format: ExportFormat) =>
              t('downloadInFull', { kind: label, format: t(`format.${format}`) })
            const inputOf = (format: ExportFormat) => ({ ...of, kind, format }) as I
            return (
              <li key={kind} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4.5 py-3.5">
                <div className="min-w-0 flex-1 basis-72">
                  <h4 className="font-semibold">{label}</h4>
                  <p className="text-sm text-ink-2">
                    {t(kind === 'entries' && books === 'sales' ? 'text.salesEntries' : `text.${kind}`)}
                  </p>
                </div>
                {usual && (
                  <div className="flex flex-wrap items-center gap-2">
                    {preview && (
                      <LinkButton
                        href={preview.hrefs[kind] ?? ''}
                        scroll={false}
                        size="sm"
                        variant="quiet"
                        aria-label={t(preview.open === kind ? 'preview.hideInFull' : 'preview.showInFull', {
                          kind: label,
                        })}
                      >
                        {t(preview.open === kind ? 'preview.hide' : 'preview.show')}
                      </LinkButton>
                    )}
                    <FileLink href={files[kind]?.[usual] ?? ''} size="sm">
                      <span className="sr-only">{nameOf(usual)}</span>
                      <span aria-hidden="true">{t(`format.${usual}`)}</span>
                    </FileLink>
                    {others.length === 0 ? (
                      <PrepareExport
                        action={prepare}
                        input={inputOf(usual)}
                        label={t('prepareInFull', { kind: label })}
                      />
                    ) : (
                      <Menu
                        label={t('moreInFull', { kind: label })}
                        triggerClassName={buttonClass({ size: 'sm', variant: 'quiet' })}
                        trigger={
                          <>
                            {t('more')}
                            <Icon name="chevronDown" size={16} />
                          </>
                        }
                        entries={[
                          ...others.map((format) => ({
                            id: format,
                            label: t(`format.${format}`),
                            icon: 'download' as const,
                            onAction: () => download(files[kind]?.[format] ?? ''),
                          })),
                          { kind: 'separator' as const, id: 'line' },
                          {
                            id: 'prepare',
                            label: t('prepare'),
                            note: t('prepareNote'),
                            icon: 'clock' as const,
                            onAction: () => prepareInBackground(inputOf(usual)),
                          },
                        ]}
                      />
                    )}
                  </div>
                )}
                {preview?.open === kind && preview.content}
              </li>
            )
          })}
        </ul>
      </section>
    )
  })
}

/** The answer is an attachment: the page stays. */
function download(href: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}
