import { CopyButton } from './copy-button'

type Props = {
  /** What it is, above the code and in the name of its button: `curl`. */
  label: string
  code: string
}

/** Code of several lines with a copy button; long lines are broken on the screen, and copied whole. */
export function CodeBlock({ label, code }: Props) {
  return (
    <figure aria-label={label} className="min-w-0 overflow-clip rounded-control border border-line bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line px-3 py-1.5 text-sm font-medium text-ink-2">
        {label}
        <CopyButton text={code} what={label} />
      </figcaption>
      <pre className="px-3 py-2.5 font-mono text-sm leading-relaxed whitespace-pre-wrap wrap-anywhere">
        <code>{code}</code>
      </pre>
    </figure>
  )
}
