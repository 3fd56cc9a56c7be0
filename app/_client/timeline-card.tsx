'use client'
import { queryOptions } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import type { TimelineData } from '~/components/sla/timeline-data'
import { TimelineList } from '~/components/sla/timeline-list'
import { toEntries, toRows } from '~/components/sla/timeline-rows'
import { TimelineStrip } from '~/components/sla/timeline-strip'
import { moved, type SpanName, spanMs, upToNow, type Window } from '~/components/sla/timeline-window'
import { useTimelineWindow } from '~/components/sla/use-timeline-window'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { keepPreviousData, useQuery } from '~/components/ui/queries'
import { formatDate, formatDayAndTime, formatTimestamp, type Locale } from '~/lib/kernel/text/format'
import type { Topic } from '~/lib/live/client'
import { routes } from '~/lib/routes'
import { fetchJson } from './fetch-json'

const lookAgainMs = 15_000
const dayMs = 86_400_000
const spans = ['hour', 'day', 'week', 'month', 'year'] as const

function timelineQuery(organisationId: string, resourceId: string, { from, to }: Window) {
  const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()]
  return queryOptions({
    queryKey: ['sla', 'timeline', { organisationId, resourceId, from, to }],
    queryFn: ({ signal }) =>
      fetchJson<TimelineData>(routes.org.live.timeline(organisationId, resourceId, start, end), signal),
    // Events are early news. States of probes cause none, so the interval is the same with a stream.
    meta: { topics: ['resources', 'incidents'] satisfies Topic[] },
    refetchInterval: lookAgainMs,
    placeholderData: keepPreviousData,
  })
}

type Props = {
  organisationId: string
  resourceId: string
  /** The initial window; the last day by default. */
  initial?: Window
}

/** The events of a server or volume as a zoomable timeline, and as text below. */
export default function TimelineCard({ organisationId, resourceId, initial }: Props) {
  const t = useTranslations('timeline')
  const locale = useLocale() as Locale
  const { window, asked, go, zoomIn, zoomOut, handlers } = useTimelineWindow(
    initial ?? upToNow(spanMs.day, Date.now()),
  )
  const { data, isError } = useQuery(timelineQuery(organisationId, resourceId, asked))
  const at = (instant: number) => formatTimestamp(new Date(instant), locale)
  const length = window.to - window.from
  const tick = (instant: number) =>
    length > 3 * dayMs ? formatDate(new Date(instant), locale) : formatDayAndTime(new Date(instant), locale)
  const showSpan = (span: SpanName) => go((_before, now) => upToNow(spanMs[span], now))
  return (
    <Card
      title={t('title')}
      note={t('note')}
      actions={
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">{t('spans')}</legend>
          {spans.map((span) => (
            <Button
              key={span}
              size="sm"
              aria-pressed={length === spanMs[span]}
              className="aria-pressed:border-amber-ink aria-pressed:bg-amber-wash"
              onClick={() => showSpan(span)}
            >
              {t(`span.${span}`)}
            </Button>
          ))}
        </fieldset>
      }
    >
      {isError && <Callout tone="warn" live title={t('unavailable')} />}
      <div className="grid gap-3">
        <section
          {...handlers}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved and zoomed by keys.
          tabIndex={0}
          aria-label={t('strip', { from: at(window.from), to: at(window.to) })}
          className="min-h-24 cursor-grab touch-pan-y select-none active:cursor-grabbing"
        >
          {data && (
            <TimelineStrip rows={toRows(data, t, locale)} window={window} now={data.now} formatAt={tick} />
          )}
        </section>
        <div className="flex flex-wrap gap-1.5">
          <Button
            size="sm"
            icon={<Icon name="arrowLeft" size={15} />}
            onClick={() => go((w, now) => moved(w, -0.5, now))}
          >
            {t('earlier')}
          </Button>
          <Button
            size="sm"
            icon={<Icon name="arrowRight" size={15} />}
            onClick={() => go((w, now) => moved(w, 0.5, now))}
          >
            {t('later')}
          </Button>
          <Button size="sm" icon={<Icon name="plus" size={15} />} onClick={zoomIn}>
            {t('zoomIn')}
          </Button>
          <Button size="sm" icon={<Icon name="minus" size={15} />} onClick={zoomOut}>
            {t('zoomOut')}
          </Button>
          <Button size="sm" variant="quiet" onClick={() => go((w, now) => upToNow(w.to - w.from, now))}>
            {t('now')}
          </Button>
        </div>
        {data?.isThinned && <p className="text-sm text-ink-2">{t('thinned')}</p>}
        {data && <TimelineList entries={toEntries(data, t, locale)} />}
      </div>
    </Card>
  )
}
