import type { ComponentType } from 'react'
import { BlockedSample } from './display/blocked.sample'
import { BreakableSample } from './display/breakable.sample'
import { CalloutSample } from './display/callout.sample'
import { CardSample } from './display/card.sample'
import { CodeBlockSample } from './display/code-block.sample'
import { CopyButtonSample } from './display/copy-button.sample'
import { CopyableSample } from './display/copyable.sample'
import { DescriptionListSample } from './display/description-list.sample'
import { DisclosureSample } from './display/disclosure.sample'
import { EmptyStateSample } from './display/empty-state.sample'
import { IconSample } from './display/icon.sample'
import { KbdSample } from './display/kbd.sample'
import { MeterSample } from './display/meter.sample'
import { MoneySample } from './display/money.sample'
import { PageHeaderSample } from './display/page-header.sample'
import { QrCodeSample } from './display/qr-code.sample'
import { RelativeTimeSample } from './display/relative-time.sample'
import { StatSample } from './display/stat.sample'
import { StatePillSample } from './display/state-pill.sample'
import { StepIconSample } from './display/step-icon.sample'
import { TimestampSample } from './display/timestamp.sample'
import { CheckGroupSample } from './fields/check-group.sample'
import { CheckboxSample } from './fields/checkbox.sample'
import { ChipsSample } from './fields/chips.sample'
import { DateControlSample } from './fields/date-control.sample'
import { DateFieldSample } from './fields/date-field.sample'
import { FieldSample } from './fields/field.sample'
import { FileButtonSample } from './fields/file-button.sample'
import { NumberFieldSample } from './fields/number-field.sample'
import { ProofFieldSample } from './fields/proof-field.sample'
import { RadioGroupSample } from './fields/radio-group.sample'
import { SearchFieldSample } from './fields/search-field.sample'
import { SelectSample } from './fields/select.sample'
import { SelectControlSample } from './fields/select-control.sample'
import { TextAreaSample } from './fields/text-area.sample'
import { TextFieldSample } from './fields/text-field.sample'
import { ButtonSample } from './links/button.sample'
import { FileLinkSample } from './links/file-link.sample'
import { ForeseenLinkSample } from './links/foreseen-link.sample'
import { LinkButtonSample } from './links/link-button.sample'
import { LinkRowSample } from './links/link-row.sample'
import { MonthChoiceSample } from './links/month-choice.sample'
import { TabLinksSample } from './links/tab-links.sample'
import { TabsInPageSample } from './links/tabs-in-page.sample'
import { TextLinkSample } from './links/text-link.sample'
import { AriaRootSample } from './overlays/aria-root.sample'
import { ConfirmButtonSample } from './overlays/confirm-button.sample'
import { ConfirmDialogSample } from './overlays/confirm-dialog.sample'
import { DialogSample } from './overlays/dialog.sample'
import { DialogButtonSample } from './overlays/dialog-button.sample'
import { LateConfirmDialogSample } from './overlays/late-confirm-dialog.sample'
import { LatePartSample } from './overlays/late-part.sample'
import { MenuSample } from './overlays/menu.sample'
import { MenuButtonSample } from './overlays/menu-button.sample'
import { MenuPopoverSample } from './overlays/menu-popover.sample'
import { SecretDialogSample } from './overlays/secret-dialog.sample'
import { ToastRegionSample } from './overlays/toast-region.sample'

/** A sample for each component of `components/ui`, by file name. */
export const samples: Record<string, ComponentType> = {
  'aria-root': AriaRootSample,
  blocked: BlockedSample,
  breakable: BreakableSample,
  button: ButtonSample,
  callout: CalloutSample,
  card: CardSample,
  'check-group': CheckGroupSample,
  checkbox: CheckboxSample,
  chips: ChipsSample,
  'confirm-button': ConfirmButtonSample,
  'confirm-dialog': ConfirmDialogSample,
  'code-block': CodeBlockSample,
  'copy-button': CopyButtonSample,
  copyable: CopyableSample,
  'date-control': DateControlSample,
  'date-field': DateFieldSample,
  'description-list': DescriptionListSample,
  dialog: DialogSample,
  'dialog-button': DialogButtonSample,
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
  'link-row': LinkRowSample,
  menu: MenuSample,
  'menu-button': MenuButtonSample,
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
  'select-control': SelectControlSample,
  stat: StatSample,
  'state-pill': StatePillSample,
  'step-icon': StepIconSample,
  'month-choice': MonthChoiceSample,
  'tab-links': TabLinksSample,
  'tabs-in-page': TabsInPageSample,
  'text-area': TextAreaSample,
  'text-field': TextFieldSample,
  'text-link': TextLinkSample,
  timestamp: TimestampSample,
  'toast-region': ToastRegionSample,
}
