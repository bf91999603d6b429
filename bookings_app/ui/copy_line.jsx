// A line to be copied, and the button that does it.
import React, { useRef, useState } from "react";

export function CopyLine({ text, label, copyLabel, copiedLabel }) {
  const field = useRef(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    try { await navigator.clipboard.writeText(text); setCopied(true); } catch { setCopied(false); }     // it is selected: Ctrl-C does it
  };
  return (
    <div className="copy-line">
      <input ref={field} readOnly value={text} aria-label={label} className="door-input" onFocus={(event) => event.target.select()} />
      <button type="button" onClick={copy} className="copy-button" aria-live="polite">{copied ? copiedLabel : copyLabel}</button>
    </div>
  );
}
