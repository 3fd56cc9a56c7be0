import { DescriptionList } from '~/components/ui/display/description-list'
import { State } from '../../state'

export function DescriptionListSample() {
  const items = [
    { term: 'Zone', value: 'PAR1' },
    { term: 'Baie', value: 'B12, position 18' },
  ]
  return (
    <>
      <State name="spread">
        <div className="card">
          <DescriptionList items={items} />
        </div>
      </State>
      <State name="spread false">
        <div className="card">
          <DescriptionList items={items} spread={false} />
        </div>
      </State>
      <State name="isDense">
        <div className="card">
          <DescriptionList items={items} isDense />
        </div>
      </State>
    </>
  )
}
