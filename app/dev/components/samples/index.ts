import type { ComponentType } from 'react'
import { BlockedSample } from './display/blocked'
import { CalloutSample } from './display/callout'
import { CardSample } from './display/card'
import { CopyableSample } from './display/copyable'
import { DescriptionListSample } from './display/description-list'
import { DisclosureSample } from './display/disclosure'
import { EmptyStateSample } from './display/empty-state'
import { IconSample } from './display/icon'
import { KbdSample } from './display/kbd'
import { MeterSample } from './display/meter'
import { MoneySample } from './display/money'
import { PageHeaderSample } from './display/page-header'
import { QrCodeSample } from './display/qr-code'
import { RelativeTimeSample } from './display/relative-time'
import { StatSample } from './display/stat'
import { StatePillSample } from './display/state-pill'
import { StepIconSample } from './display/step-icon'
import { TimestampSample } from './display/timestamp'
import { CheckboxSample } from './fields/checkbox'
import { ChipsSample } from './fields/chips'
import { FieldSample } from './fields/field'
import { FileButtonSample } from './fields/file-button'
import { NumberFieldSample } from './fields/number-field'
import { ProofFieldSample } from './fields/proof-field'
import { RadioGroupSample } from './fields/radio-group'
import { SearchFieldSample } from './fields/search-field'
import { SelectSample } from './fields/select'
import { TextAreaSample } from './fields/text-area'
import { TextFieldSample } from './fields/text-field'
import { ButtonSample } from './links/button'
import { FileLinkSample } from './links/file-link'
import { ForeseenLinkSample } from './links/foreseen-link'
import { LinkButtonSample } from './links/link-button'
import { TabLinksSample } from './links/tab-links'
import { TextLinkSample } from './links/text-link'
import { AriaRootSample } from './overlays/aria-root'
import { ConfirmDialogSample } from './overlays/confirm-dialog'
import { DialogSample } from './overlays/dialog'
import { LateConfirmDialogSample } from './overlays/late-confirm-dialog'
import { LatePartSample } from './overlays/late-part'
import { MenuSample } from './overlays/menu'
import { MenuPopoverSample } from './overlays/menu-popover'
import { SecretDialogSample } from './overlays/secret-dialog'
import { ToastRegionSample } from './overlays/toast-region'

/** A sample for each component of `components/ui`, by file name. */
export const samples: Record<string, ComponentType> = {
  'aria-root': AriaRootSample,
  blocked: BlockedSample,
  button: ButtonSample,
  callout: CalloutSample,
  card: CardSample,
  checkbox: CheckboxSample,
  chips: ChipsSample,
  'confirm-dialog': ConfirmDialogSample,
  copyable: CopyableSample,
  'description-list': DescriptionListSample,
  dialog: DialogSample,
  disclosure: DisclosureSample,
  'empty-state': EmptyStateSample,
  field: FieldSample,
  'file-button': FileButtonSample,
  'file-link': FileLinkSample,
  'foreseen-link': ForeseenLinkSample,
  icon: IconSample,
  kbd: KbdSample,
  'late-confirm-dialog': LateConfirmDialogSample,
  'late-part': LatePartSample,
  'link-button': LinkButtonSample,
  menu: MenuSample,
  'menu-popover': MenuPopoverSample,
  meter: MeterSample,
  money: MoneySample,
  'number-field': NumberFieldSample,
  'page-header': PageHeaderSample,
  'proof-field': ProofFieldSample,
  'qr-code': QrCodeSample,
  'radio-group': RadioGroupSample,
  'relative-time': RelativeTimeSample,
  'search-field': SearchFieldSample,
  'secret-dialog': SecretDialogSample,
  select: SelectSample,
  stat: StatSample,
  'state-pill': StatePillSample,
  'step-icon': StepIconSample,
  'tab-links': TabLinksSample,
  'text-area': TextAreaSample,
  'text-field': TextFieldSample,
  'text-link': TextLinkSample,
  timestamp: TimestampSample,
  'toast-region': ToastRegionSample,
}
