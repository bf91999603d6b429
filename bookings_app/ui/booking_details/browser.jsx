// What only the browser can do for an open booking: its address, where the focus goes, and words that are kept until they are sent.
import React, { useEffect, useRef, useState } from "react";
import { TextArea } from "@radix-ui/themes";
import { forget, read } from "$/public/external/bookings_app/ui/kept/kept.js";

const DIALOG = "[role=dialog], [role=alertdialog]";
const lost = () => !document.activeElement || document.activeElement === document.body || document.activeElement.disabled;
const inAddress = () => new URLSearchParams(window.location.search).get("booking") ?? "";

function write(how, booking, depth) {
  const others = window.location.search.slice(1).split("&").filter((each) => each && !each.startsWith("booking="));
  const query = [...others, ...(booking ? [`booking=${encodeURIComponent(booking)}`] : [])].join("&");
  window.history[how]({ ...window.history.state, bookings: depth }, "", window.location.pathname + (query ? `?${query}` : ""));
}

// On every page: an open booking is in its address, and a step to come back from; so is the one it was moved to.
export function BookingAddress({ booking, answered, onArrive, onBack }) {
  const at = useRef({ asked: false, waits: null, closing: false, outside: null, opened: "" }).current;
  const latest = useRef({});
  latest.current = { booking, onArrive, onBack };
  useEffect(() => {                                           // once, and again when a restarted server knows nothing of this page
    if (answered && at.asked) return;
    at.asked = true; at.waits = answered;
    latest.current.onArrive?.(inAddress(), Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
  }, [answered]);

  useEffect(() => {
    if (!answered || answered === at.waits || inAddress() === booking) return;
    const depth = window.history.state?.bookings ?? 0;
    if (booking) write("pushState", booking, depth + 1);
    else if (depth) { at.closing = true; window.history.go(-depth); }
    else write("replaceState", "", 0);
  }, [booking, answered]);

  useEffect(() => {
    const back = () => {
      const said = inAddress(), { booking: shown } = latest.current, closing = at.closing;
      at.closing = false;
      if (said === shown) return;
      if (closing && !shown) write("replaceState", "", 0); else latest.current.onBack?.(said);
    };
    const focused = (event) => { if (!event.target.closest?.(DIALOG)) at.outside = event.target; };
    window.addEventListener("popstate", back);
    document.addEventListener("focusin", focused);
    return () => { window.removeEventListener("popstate", back); document.removeEventListener("focusin", focused); };
  }, []);

  useEffect(() => {                                           // the focus goes back to where it came from, found again if it was redrawn
    const was = at.opened; at.opened = booking;
    if (booking || !was) return undefined;
    const timer = setTimeout(() => {
      if (!lost()) return;
      const again = document.querySelector(`[data-booking="${CSS.escape(was)}"]`), dialogs = [...document.querySelectorAll(DIALOG)];
      if (dialogs.length) dialogs.some((dialog) => dialog.contains(again)) && again.focus();   // opened from a list in a dialog
      else (at.outside?.isConnected ? at.outside : again)?.focus();
    }, 60);
    return () => clearTimeout(timer);
  }, [booking]);
  return null;
}

// What was being corrected when a server restarted is given back once; when correcting has ended it is forgotten.
export function EditKeeper({ store, submission, answered, booking, task, editing, onRestore }) {
  const before = useRef("");
  useEffect(() => {
    const was = before.current; before.current = task;
    if (!answered) return;
    if (was === editing && task !== editing) forget(store);
    if (was || task || !booking) return;
    const kept = read(store);
    if (kept?.submission === submission) onRestore?.(kept.filled);
  }, [answered, booking, task]);
  return null;
}

// In the dialog: into each thing that is done there, and back to the button it was begun with.
export function DialogFocus({ booking, task, turn, targets }) {
  const before = useRef(null), at = useRef("");
  const latest = useRef({}); latest.current = { task, targets };
  const seek = (selectors, unlessInside) => {
    let frame, left = 90;
    const look = () => {
      const dialog = document.querySelector(".details"), now = document.activeElement;
      if (unlessInside && now !== dialog && dialog?.contains(now)) return;   // somebody was faster
      const found = selectors.map((each) => dialog?.querySelector(each)).find((each) => each && !each.disabled);
      if (!found) { if (left-- > 0) frame = requestAnimationFrame(look); return; }
      const byFinger = window.matchMedia("(pointer: coarse)").matches && found.matches("input, textarea");   // no keyboard over the page
      (byFinger ? dialog : found).focus();
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  };
  useEffect(() => {
    const was = before.current, opens = !at.current && Boolean(booking);
    before.current = task; at.current = booking;
    return seek(was && !task ? [`[data-action="${was}"]`, ...targets[""]] : targets[task] ?? targets[""], opens);
  }, [booking, task]);
  useEffect(() => {                                           // the button that had the focus is off, or gone with what it did
    if (!turn) return undefined;
    let stop;
    const timer = setTimeout(() => { if (lost()) stop = seek(["[aria-invalid=true]", ...(latest.current.targets[latest.current.task] ?? [])]); }, 60);
    return () => { clearTimeout(timer); stop?.(); };
  }, [turn]);
  return null;
}

// Why a booking is cancelled: typed, or one of the usual reasons with more behind it.
export function ReasonField({ formId, label, usual, longest, error, errorIcon, answers, onSubmit, onText }) {
  const [text, setText] = useState("");
  const [changed, setChanged] = useState(false);
  const field = useRef(null), sent = useRef(false);
  const told = useRef(onText); told.current = onText;
  const hasText = text.trim() !== "";
  useEffect(() => { told.current?.(hasText); }, [hasText]);
  useEffect(() => { sent.current = false; setChanged(false); }, [answers]);
  const write = (value) => { setText(value); setChanged(true); };
  const pick = (reason) => {
    const own = usual.reduce((rest, each) => (rest === each ? "" : rest.startsWith(`${each}: `) ? rest.slice(each.length + 2) : rest), text).trim();
    write(own ? `${reason}: ${own}` : reason);
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(longest, longest); });
  };
  const submit = (event) => {
    event.preventDefault();
    if (sent.current || !hasText) return;                     // the second half of a double click
    sent.current = true;
    onSubmit?.({ reason: text });
  };
  const shown = changed ? "" : error;
  return (
    <form id={formId} className="reason" onSubmit={submit} noValidate autoComplete="off">
      <label className="field-label" htmlFor="cancel-reason">{label}</label>
      <TextArea ref={field} id="cancel-reason" name="reason" rows={3} size="2" value={text} maxLength={longest} aria-required="true"
        aria-invalid={shown ? true : undefined} aria-describedby={shown ? "cancel-reason-error" : undefined} onChange={(event) => write(event.target.value)} />
      {shown ? <p className="field-error" id="cancel-reason-error" role="alert">{errorIcon}{shown}</p> : null}
      <div className="usual-reasons">{usual.map((each) => <button key={each} type="button" className="usual-reason" onClick={() => pick(each)}>{each}</button>)}</div>
    </form>
  );
}
