import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { mayStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { getSaga } from '~/lib/resources'
import { sagaIdInput } from '~/lib/resources/schema'
import { SagaView } from './_components/saga-view'
import { resumeSagaAction, undoSagaAction } from './actions'

type Props = { params: Promise<{ saga: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const general = (await getTranslations('operations.sagas'))('title')
  const id = (await params).saga
  return { title: isId('saga', id) ? `${id} · ${general}` : general }
}

export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const parsed = sagaIdInput.safeParse({ id: params.saga })
  if (!parsed.success) throw new DomainError('not_found')
  const saga = await getSaga(ctx, parsed.data)
  return (
    <ClientMessages namespaces={['operations', 'provisioning']}>
      <SagaView
        initial={saga}
        mayAct={mayStaff(ctx, 'operations:act')}
        resume={resumeSagaAction}
        undo={undoSagaAction}
      />
    </ClientMessages>
  )
})
