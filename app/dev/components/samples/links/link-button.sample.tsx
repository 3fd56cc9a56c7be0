import { Icon } from '~/components/ui/display/icon'
import { LinkButton } from '~/components/ui/links/link-button'
import { State } from '../../state'

export function LinkButtonSample() {
  return (
    <>
      {(['primary', 'secondary', 'quiet'] as const).map((variant) => (
        <State key={variant} name={variant}>
          <LinkButton href="#link-button" variant={variant}>
            Voir les offres
          </LinkButton>
        </State>
      ))}
      <State name="icon, size lg">
        <LinkButton href="#link-button" size="lg" icon={<Icon name="arrowRight" size={16} />}>
          Commander
        </LinkButton>
      </State>
    </>
  )
}
