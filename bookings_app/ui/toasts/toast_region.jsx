// The toast region: shows the oldest message, counts the rest, and tells Python when its time is over.
import React, { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Theme } from "@radix-ui/themes";

export function ToastRegion({ toasts, label, closeLabel, openLabel, moreLabel, signs, onDismiss, onOpen }) {
  const [held, setHeld] = useState(false);
  const toast = toasts?.[0];
  const number = toast?.number;
  const dismiss = useRef(onDismiss);
  dismiss.current = onDismiss;
  useEffect(() => {
    if (number === undefined || held || toast.stays) return undefined;
    const timer = setTimeout(() => dismiss.current?.(number), 6000);
    return () => clearTimeout(timer);
  }, [number, held, toast?.stays]);
  useEffect(() => setHeld(false), [number]);
  useEffect(() => {                                       // what lies on top goes first: it cannot be tabbed to from within a dialog
    if (number === undefined || !toast.stays) return undefined;
    const pressed = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); event.stopImmediatePropagation();
      dismiss.current?.(number);
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [number, toast?.stays]);
  const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false),
    onFocus: () => setHeld(true), onBlur: () => setHeld(false) };
  return createPortal(                                        // above dialogs, which lie beside the page, too
    <Theme hasBackground={false}><section aria-label={label} className="toasts" onPointerDown={(event) => event.nativeEvent.stopPropagation()}>
      <div role={toast?.stays ? "alert" : "status"} aria-live={toast?.stays ? "assertive" : "polite"}>
        {toast ? (
          <div key={number} className={"toast" + (toast.stays ? " toast-error" : "")} {...hold}>
            {signs[toast.sign]}
            <p className="toast-text">
              {toast.line ? <b>{toast.text}</b> : toast.text}
              {toast.line ? <small>{toast.line}</small> : null}
              {toasts.length > 1 ? <span className="toast-more"> {moreLabel.replace("{n}", String(toasts.length - 1))}</span> : null}
            </p>
            {toast.booking_id ? (
              <button type="button" className="toast-open" onClick={() => { onOpen?.(toast.booking_id); onDismiss?.(number); }}>{openLabel}</button>
            ) : null}
            <button type="button" className="toast-close" aria-label={closeLabel} onClick={() => onDismiss?.(number)}>×</button>
          </div>
        ) : null}
      </div>
    </section></Theme>,
    document.body,
  );
}
