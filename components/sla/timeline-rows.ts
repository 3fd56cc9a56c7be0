import type { useTranslations } from 'next-intl'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { DrawnState } from '~/lib/sla/client'
import type { TimelineData } from './timeline-data'

/** How a bar is drawn: its shape repeats the meaning of its colour. */
export type BarLook = DrawnState | 'incident' | 'works' | 'state' | 'action' | 'credit'
export type Bar = { key: string; from: number; to: number; look: BarLook; title: string }
export type Row = { key: string; label: string; bars: readonly Bar[] }
/** An event in words; open-ended while it lasts. */
export type Entry = { key: string; kind: string; title: string; from: number; to: number | null }

type Words = ReturnType<typeof useTranslations<'timeline'>>

/** The rows of the timeline, from observations down to actions. Empty rows are left out. */
export function toRows(data: TimelineData, t: Words, locale: Locale): Row[] {
  const seen = (spans: TimelineData['together'], prefix: string): Bar[] =>
    spans.map(({ from, to, state }) => ({
      key: `${prefix} ${from}`,
      from,
      to,
      look: state,
      title: t(`state.${state}`),
    }))
  const rows: Row[] = [
    { key: 'together', label: t('row.together'), bars: seen(data.together, 'together') },
    ...data.vantages.map(({ id, kind, spans }) => ({
      key: id,
      label: t(`row.${kind}`),
      bars: seen(spans, id),
    })),
    ...eventRows(data, t, locale),
  ]
  return rows.filter(({ key, bars }) => key === 'together' || bars.length > 0)
}

function eventRows(data: TimelineData, t: Words, locale: Locale): Row[] {
  const bars = (entries: readonly Entry[], look: BarLook): Bar[] =>
    entries.map(({ key, title, from, to }) => ({ key, from, to: to ?? data.now, look, title }))
  return [
    { key: 'exclusions', label: t('row.exclusions'), bars: bars(exclusionsOf(data, t), 'excluded') },
    { key: 'incidents', label: t('row.incidents'), bars: bars(incidentsOf(data, t, locale), 'incident') },
    { key: 'works', label: t('row.works'), bars: bars(worksOf(data, t, locale), 'works') },
    { key: 'credits', label: t('row.credits'), bars: bars(creditsOf(data, t, locale), 'credit') },
    { key: 'states', label: t('row.states'), bars: bars(statesOf(data, t), 'state') },
    { key: 'actions', label: t('row.actions'), bars: bars(actionsOf(data, t), 'action') },
  ]
}

/** All entries except « up », newest first. */
export function toEntries(data: TimelineData, t: Words, locale: Locale): Entry[] {
  const seen = data.together
    .filter(({ state }) => state !== 'up')
    .map(({ from, to, state }) => ({
      key: `seen ${from}`,
      kind: t('row.together'),
      title: t(`state.${state}`),
      from,
      to,
    }))
  return [
    ...seen,
    ...exclusionsOf(data, t),
    ...incidentsOf(data, t, locale),
    ...worksOf(data, t, locale),
    ...creditsOf(data, t, locale),
    ...statesOf(data, t),
    ...actionsOf(data, t),
  ].sort((a, b) => b.from - a.from || (a.key < b.key ? -1 : 1))
}

const exclusionsOf = (data: TimelineData, t: Words): Entry[] =>
  data.exclusions.map(({ from, to, rule }) => ({
    key: `exclusion ${rule} ${from}`,
    kind: t('row.exclusions'),
    title: t(`rule.${rule}`),
    from,
    to,
  }))

const incidentsOf = (data: TimelineData, t: Words, locale: Locale): Entry[] =>
  data.incidents.map(({ id, number, title, from, to }) => ({
    key: `incident ${id} ${from}`,
    kind: t('row.incidents'),
    title: t('incident', { number: String(number), title: title[locale] }),
    from,
    to,
  }))

const worksOf = (data: TimelineData, t: Words, locale: Locale): Entry[] =>
  data.works.map(({ id, title, from, to }) => ({
    key: `works ${id}`,
    kind: t('row.works'),
    title: title[locale],
    from,
    to,
  }))

const creditsOf = (data: TimelineData, t: Words, locale: Locale): Entry[] =>
  data.credits.map(({ period, cents, from, to }) => ({
    key: `credit ${period}`,
    kind: t('row.credits'),
    title: t('credit', { amount: formatMoney(BigInt(cents), locale) }),
    from,
    to,
  }))

const statesOf = (data: TimelineData, t: Words): Entry[] =>
  data.states.map(({ state, label, from, to }) => ({
    key: `state ${state} ${from}`,
    kind: t('row.states'),
    title: label,
    from,
    to,
  }))

const actionsOf = (data: TimelineData, t: Words): Entry[] =>
  (data.actions ?? []).map(({ id, label, by, at }) => ({
    key: id,
    kind: t('row.actions'),
    title: by ? `${label}, ${by}` : label,
    from: at,
    to: at,
  }))
