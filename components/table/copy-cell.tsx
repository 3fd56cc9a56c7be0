/** A reference in fixed width with a button that copies it; `label` names the button. The table does the rest. */
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
