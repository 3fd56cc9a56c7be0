import { QrCode } from '~/components/ui/display/qr-code'
import { State } from '../../state'

export function QrCodeSample() {
  return (
    <State name="an address of a second factor">
      <QrCode text="otpauth://totp/Andromede:anne?secret=JBSWY3DPEHPK3PXP" label="Code à photographier" />
    </State>
  )
}
