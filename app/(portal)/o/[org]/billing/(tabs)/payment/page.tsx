import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FileLink } from '~/components/ui/links/file-link'
import { readPaymentDesk } from '~/lib/billing'
import { may } from '~/lib/identity'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import { ChooseMethod } from './_components/choose-method'
import { DueTable, PaymentTable } from './_components/payment-tables'
import { RevokeMandate } from './_components/revoke-mandate'
import { SignMandate } from './_components/sign-mandate'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.nav'))('payment') }
}

/** Unpaid invoices, the payment method, and past payments. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('payments')
  const { organisationId } = ctx.membership
  const desk = await readPaymentDesk(ctx)
  const isPublic = desk.kind === 'public_body'
  const refusal = may(ctx, 'billing:manage') ? undefined : t('mayNot')
  const hasCredit = desk.creditCents !== '0'
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-2.5 sm:grid-cols-3 sm:gap-4">
        <Stat label={t('open')} value={<Money cents={BigInt(desk.openCents)} />} />
        <Stat
          label={t('lateSum')}
          value={<Money cents={BigInt(desk.lateCents)} />}
          {...(desk.lateCents !== '0' && { tone: 'bad' as const })}
        />
        <Stat
          label={t('credit')}
          value={<Money cents={BigInt(desk.creditCents)} />}
          {...(hasCredit && { note: t('creditNote') })}
        />
      </div>
      {desk.debits.map((debit) => (
        <Callout key={`${debit.number} ${debit.state}`} tone={debit.state === 'returned' ? 'bad' : 'info'}>
          {t.rich(debit.state === 'returned' ? 'debitReturned' : 'debitComes', {
            number: debit.number,
            amount: () => <Money cents={BigInt(debit.cents)} />,
            day: () => <Timestamp at={startOfParisDay(debit.collectOn)} look="date" />,
            reason: debit.reason ?? '',
          })}
        </Callout>
      ))}
      <Card
        title={t('due')}
        padded={false}
        actions={
          <>
            <FileLink size="sm" href={routes.org.statementOfAccount(organisationId, 'pdf')}>
              {t('statementPdf')}
            </FileLink>
            <FileLink size="sm" href={routes.org.statementOfAccount(organisationId, 'csv')}>
              {t('statementCsv')}
            </FileLink>
          </>
        }
      >
        <DueTable organisationId={organisationId} due={desk.due} />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ClientMessages namespaces={['payments', 'identity']}>
          <Card title={t('method')}>
            <ChooseMethod
              organisationId={organisationId}
              method={desk.method}
              isPublic={isPublic}
              hasMandate={desk.mandate !== null}
              refusal={refusal}
            />
          </Card>
          <div className="grid gap-4">
            {desk.account && (
              <Card title={t('account')} padded={false}>
                <DescriptionList
                  items={[
                    { key: 'holder', term: t('holder'), value: desk.account.holder },
                    {
                      key: 'iban',
                      term: t('iban'),
                      value: <span className="font-mono text-sm">{desk.account.iban}</span>,
                    },
                    {
                      key: 'bic',
                      term: t('bic'),
                      value: <span className="font-mono text-sm">{desk.account.bic}</span>,
                    },
                  ]}
                />
              </Card>
            )}
            {!isPublic && desk.creditorIdentifier && (
              <Card
                title={t('mandate')}
                padded={desk.mandate === null}
                {...(!refusal && {
                  actions: (
                    <>
                      <SignMandate
                        organisationId={organisationId}
                        holder={desk.holder}
                        isNew={desk.mandate === null}
                      />
                      {desk.mandate && (
                        <RevokeMandate organisationId={organisationId} reference={desk.mandate.reference} />
                      )}
                    </>
                  ),
                })}
              >
                {desk.mandate ? (
                  <DescriptionList
                    items={[
                      {
                        key: 'reference',
                        term: t('mandateReference'),
                        value: <span className="font-mono text-sm">{desk.mandate.reference}</span>,
                      },
                      {
                        key: 'creditor',
                        term: t('creditorIdentifier'),
                        value: <span className="font-mono text-sm">{desk.creditorIdentifier}</span>,
                      },
                      { key: 'scheme', term: t('scheme'), value: t(`schemes.${desk.mandate.scheme}`) },
                      {
                        key: 'debited',
                        term: t('debited'),
                        value: (
                          <>
                            {desk.mandate.holderName}
                            <span className="block font-mono text-sm text-ink-2">
                              {desk.mandate.ibanMasked}
                            </span>
                          </>
                        ),
                      },
                      {
                        key: 'signed',
                        term: t('signedOn'),
                        value: (
                          <>
                            <Timestamp at={new Date(desk.mandate.signedAt)} />
                            {desk.mandate.signedBy && (
                              <span className="block text-sm text-ink-3">{desk.mandate.signedBy}</span>
                            )}
                          </>
                        ),
                      },
                    ]}
                  />
                ) : (
                  <p className="text-ink-2">{t('noMandate')}</p>
                )}
              </Card>
            )}
          </div>
        </ClientMessages>
      </div>
      <Card title={t('payments')} padded={false}>
        <PaymentTable organisationId={organisationId} payments={desk.payments} />
      </Card>
    </div>
  )
})
