/** A reference in monospace with a copy button; `label` names the button. The table handles the press. */
export function CopyCell({ text, label }: { text: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 text-sm wrap-anywhere">{text}</code>
      <button
        type="button"
        data-copy={text}
        aria-label={label}
        className="copy-icon rounded-small p-1 text-ink-3 hover:bg-sunken hover:text-ink data-copied:bg-ok-wash data-copied:text-ok"
      />
    </span>
  )
}
