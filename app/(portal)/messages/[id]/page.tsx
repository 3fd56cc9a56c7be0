import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { anonymousContext } from '~/app/_server/context'
import { definePublicPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { readMailboxMail } from '~/lib/mail'
import { splitLinks } from '~/lib/mail/client'
import { routes } from '~/lib/routes'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { id }] = [await getTranslations('auth.mailbox'), await params]
  const readName = async () => (await readMailboxMail(await anonymousContext(), id)).subject
  return { title: await titleNaming(t('title'), readName), referrer: 'no-referrer' }
}

/** The plain text part with live links: the HTML part would need a frame, which the site's policy forbids. */
export default definePublicPage('portal', async ({ ctx, params }) => {
  const t = await getTranslations('auth.mailbox')
  const mail = await readMailboxMail(ctx, params.id ?? '')
  return (
    <>
      <PageHeader title={mail.subject} back={{ href: routes.mailbox(), label: t('back') }} />
      <Card padded={false}>
        <DescriptionList
          items={[
            { term: t('recipient'), value: mail.recipient },
            { term: t('sentAt'), value: <Timestamp at={new Date(mail.createdAt)} /> },
          ]}
        />
        <p className="border-t border-line p-4.5 wrap-anywhere whitespace-pre-wrap">
          {splitLinks(mail.text).map((part) =>
            part.kind === 'text' ? (
              part.text
            ) : (
              <a
                key={part.href}
                href={part.href}
                className="font-medium text-brand underline underline-offset-3"
              >
                {part.href}
              </a>
            ),
          )}
        </p>
      </Card>
    </>
  )
})
