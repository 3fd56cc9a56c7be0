import { FileLink } from '~/components/ui/links/file-link'
import { State } from '../../state'

export function FileLinkSample() {
  return (
    <>
      <State name="secondary">
        <FileLink href="#file-link">Télécharger la facture</FileLink>
      </State>
      <State name="small">
        <FileLink href="#file-link" size="sm">
          PDF
        </FileLink>
      </State>
    </>
  )
}
