import { FileButton } from '~/components/ui/fields/file-button'
import { State } from '../../state'

export function FileButtonSample() {
  return (
    <>
      <State name="secondary">
        <FileButton id="file-button-sample">Choisir un fichier</FileButton>
      </State>
      <State name="quiet, small">
        <FileButton id="file-button-small" variant="quiet" size="sm">
          Joindre
        </FileButton>
      </State>
    </>
  )
}
