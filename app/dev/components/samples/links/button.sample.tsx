'use client'
import { Icon } from '~/components/ui/display/icon'
import { Button, Spinner } from '~/components/ui/links/button'
import { State } from '../../state'

export function ButtonSample() {
  return (
    <>
      {(['primary', 'secondary', 'quiet', 'danger'] as const).map((variant) => (
        <State key={variant} name={variant}>
          <Button variant={variant}>Enregistrer</Button>
        </State>
      ))}
      {(['sm', 'md', 'lg'] as const).map((size) => (
        <State key={size} name={`size ${size}`}>
          <Button size={size}>Enregistrer</Button>
        </State>
      ))}
      <State name="icon">
        <Button icon={<Icon name="plus" size={16} />}>Ajouter un serveur</Button>
      </State>
      <State name="pending">
        <Button variant="primary" pending>
          Enregistrer
        </Button>
      </State>
      <State name="disabledReason">
        <Button disabledReason="Arrêtez d’abord le serveur.">Supprimer</Button>
      </State>
      <State name="block">
        <Button block>Continuer</Button>
      </State>
      <State name="Spinner">
        <Spinner />
      </State>
    </>
  )
}
