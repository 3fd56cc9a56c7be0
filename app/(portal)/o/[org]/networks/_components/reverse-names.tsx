import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import type { ReverseView } from '~/lib/names/client'
import { setReverseNameAction } from '../actions'
import { NameState } from './name-state'
import { SetReverse } from './set-reverse'

type Props = { organisationId: string; reverse: readonly ReverseView[]; refusal: string | undefined }

/** The names that the public addresses answer with. */
export function ReverseNames({ organisationId, reverse, refusal }: Props) {
  const t = useTranslations('names')
  return (
    <>
      <h3 className="border-t border-line px-4.5 pt-3.5 pb-1 font-semibold">{t('reverse.title')}</h3>
      <RowHeadTable
        caption={t('reverse.title')}
        rows={reverse}
        rowKey={({ address }) => address}
        columns={[
          {
            id: 'address',
            header: t('column.address'),
            className: 'font-mono text-sm',
            cell: ({ address }) => address,
          },
          {
            id: 'reverse',
            header: t('column.reverse'),
            cell: ({ name, isChosen }) =>
              name === null ? (
                '–'
              ) : (
                <span className="grid sm:min-w-max">
                  <code className="text-sm wrap-anywhere sm:whitespace-nowrap">{name}</code>
                  <span className="text-sm text-ink-3">
                    {t(isChosen ? 'reverse.chosen' : 'reverse.default')}
                  </span>
                </span>
              ),
          },
          {
            id: 'state',
            header: t('column.state'),
            cell: ({ state, failure }) => (
              <NameState state={state} failure={failure} nowhere={t('reverse.none')} />
            ),
          },
          {
            id: 'actions',
            header: t('column.act'),
            cell: ({ addressId, address, isChosen, name }) => (
              <SetReverse
                organisationId={organisationId}
                address={address}
                target={addressId ? { addressId } : { address6: address }}
                chosen={isChosen ? name : null}
                refusal={refusal}
                action={setReverseNameAction}
              />
            ),
          },
        ]}
      />
    </>
  )
}
