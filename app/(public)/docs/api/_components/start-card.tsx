import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { CodeBlock } from '~/components/ui/display/code-block'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

type Props = { apiAddress: string; portalAddress: string }

/** From a token to a shell on a server. */
export function StartCard({ apiAddress, portalAddress }: Props) {
  const t = useTranslations('apiReference.start')
  const environment = `export ANDROMEDE_URL=${apiAddress}\nexport ANDROMEDE_TOKEN=andr_pat_…`
  const install = `curl -fsSo andromede ${portalAddress}${routes.commandLine()}\nchmod +x andromede && sudo mv andromede /usr/local/bin/\nandromede --help`
  const order =
    'andromede offer list\nandromede server create --name web --public-address \\\n  --ssh-key KEY --wait\nandromede server ssh web'
  return (
    <Card title={t('title')}>
      <div className="grid gap-4">
        <p className="text-pretty">
          {t('token')} <TextLink href={routes.account.start()}>{t('openSpace')}</TextLink>
        </p>
        <CodeBlock label={t('environment')} code={environment} />
        <div className="grid gap-1.5">
          <CodeBlock label={t('install')} code={install} />
          <p className="text-sm text-ink-2">{t('installNote')}</p>
        </div>
        <CodeBlock label={t('order')} code={order} />
      </div>
    </Card>
  )
}
