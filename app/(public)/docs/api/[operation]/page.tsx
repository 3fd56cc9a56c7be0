import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { CodeBlock } from '~/components/ui/display/code-block'
import { DescriptionList } from '~/components/ui/display/description-list'
import { PageHeader } from '~/components/ui/display/page-header'
import { describeOperation } from '~/lib/api'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { FieldList } from '../_components/field-list'
import { MarkedText } from '../_components/marked-text'
import { MethodLabel } from '../_components/method-label'

type Params = { params: Promise<{ operation: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const operation = describeOperation((await params).operation, (await getLocale()) as Locale)
  return { title: operation?.summary ?? '' }
}

/** One operation: what it takes, what it answers, and how to call it. */
export default definePublicPage('portal', async ({ params }) => {
  const t = await getTranslations('apiReference')
  const rights = await getTranslations('tokens')
  const operation = describeOperation(params.operation ?? '', (await getLocale()) as Locale)
  if (!operation) notFound()
  const { method, path, permission, parameters, body, answer, files, examples } = operation
  return (
    <ClientMessages namespaces={[]}>
      <PageHeader
        back={{ href: `${routes.apiReference()}#${operation.tag}`, label: t(`tag.${operation.tag}`) }}
        reference={
          <>
            <MethodLabel method={method} /> {path}
          </>
        }
        title={operation.summary}
        lead={operation.description === null ? undefined : <MarkedText text={operation.description} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t('examples')} className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <div className="grid gap-3">
            <CodeBlock label={t('cli')} code={examples.cli} />
            <CodeBlock label="curl" code={examples.curl} />
            <CodeBlock label="TypeScript" code={examples.typescript} />
          </div>
        </Card>
        <div className="grid gap-4">
          <Card padded={false}>
            <DescriptionList
              items={[
                { term: t('right'), value: rights(`permission.${permission.replace(':', '_')}`) },
                ...(operation.asksProof ? [{ term: t('proof'), value: t('proofText') }] : []),
              ]}
            />
          </Card>
          {parameters.length > 0 && (
            <Card title={t('parameters')} padded={false}>
              <FieldList rows={parameters} />
            </Card>
          )}
          {(body.length > 0 || operation.takesFile) && (
            <Card title={t('body')} padded={operation.takesFile}>
              {operation.takesFile ? t('fileBody') : <FieldList rows={body} />}
            </Card>
          )}
        </div>
        <Card title={t('answer')} note={operation.status} padded={answer.length === 0}>
          {answer.length > 0 ? (
            <FieldList rows={answer} isAnswer />
          ) : files.length > 0 ? (
            t('fileAnswer', { types: files.join(', ') })
          ) : (
            t('noAnswer')
          )}
        </Card>
      </div>
    </ClientMessages>
  )
})
