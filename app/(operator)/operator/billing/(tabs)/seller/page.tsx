import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { listSellerChanges, readBillingSeller, readCardDesk } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { SellerChanges } from '../../_components/seller-changes'
import { CardPayments } from './_components/card-payments'
import { SellerForm } from './_components/seller-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('seller') }
}

/** The seller's details on invoices, and their numbering. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('billingRuns')
  const [seller, desk, changes] = await Promise.all([
    readBillingSeller(ctx),
    readCardDesk(ctx),
    listSellerChanges(ctx),
  ])
  return (
    <ClientMessages namespaces={['billingRuns', 'cards', 'sellerChanges']}>
      <div className="grid gap-5">
        <SellerChanges
          changes={changes}
          subjects={['seller', 'card_provider']}
          mayDecide={mayStaff(ctx, 'billing:settle')}
        />
        <Card title={seller?.legalName ?? t('tab.seller')} note={t('seller.note')}>
          <SellerForm seller={seller} refusal={mayStaff(ctx, 'billing:run') ? undefined : t('mayNot')} />
        </Card>
        <CardPayments
          desk={desk}
          mayChange={mayStaff(ctx, 'billing:settle')}
          mayRefund={mayStaff(ctx, 'billing:credit')}
        />
      </div>
    </ClientMessages>
  )
})
