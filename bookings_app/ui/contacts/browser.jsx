// What only the browser can do for the address book: its address, search while one types, keys, and where the focus goes.
import React, { useEffect, useRef, useState } from "react";
import { TextField } from "@radix-ui/themes";

const SEARCH = "contacts-search";
const rows = () => [...document.querySelectorAll("a[data-contact]")];
const row = (id) => document.querySelector(`a[data-contact="${CSS.escape(id)}"]`);

export function ContactsKeeper({ arrived, query, contact, booking, form, answers, heard, heardAs, onArrive, onBack, onHear, onOpen, onLeave }) {
  const [nonce] = useState(() => Math.random().toString(36).slice(2));
  const here = arrived === nonce;
  const at = useRef({ pushed: 0, contact: "", outside: null }).current;
  const told = useRef({}); told.current = { onArrive, onBack, onHear, onOpen, onLeave };

  useEffect(() => { if (!here) told.current.onArrive?.(nonce, window.location.search); }, [here]);   // again, when a restarted server knows nothing of this page
  useEffect(() => () => told.current.onLeave?.(), []);

  useEffect(() => {                                       // the address says what is shown; whoever or whatever opens is a step to come back from
    if (!here) return;
    const now = new URLSearchParams(window.location.search), next = new URLSearchParams(query);
    if (now.has("booking")) next.set("booking", now.get("booking"));             // which booking is open is not ours to say
    if (now.toString() === next.toString()) return;
    const opens = next.has("contact") && next.get("contact") !== now.get("contact"), closes = now.has("contact") && !next.has("contact");
    if (closes && at.pushed > 0) { at.pushed -= 1; window.history.back(); return; }
    if (opens) at.pushed += 1;
    const address = next.toString();
    window.history[opens ? "pushState" : "replaceState"](window.history.state, "", window.location.pathname + (address ? `?${address}` : ""));
  }, [here, query]);

  useEffect(() => {
    const back = () => {
      if ((new URLSearchParams(window.location.search).get("contact") ?? "") !== at.contact) at.pushed = Math.max(0, at.pushed - 1);
      told.current.onBack?.(window.location.search);
    };
    const clicked = (event) => {                          // a link that a plain click follows here, and any other in a tab of its own; before the router has it
      const link = event.target.closest?.("a[data-contact]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      told.current.onOpen?.(link.dataset.contact);
    };
    const pressed = (event) => {
      const { target, key } = event, all = rows();
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[role=dialog], [role=alertdialog]")) return;
      const inList = target.matches?.("a[data-contact]"), inSearch = target.id === SEARCH;
      const to = inList ? { ArrowDown: all.indexOf(target) + 1, ArrowUp: all.indexOf(target) - 1, Home: 0, End: all.length - 1 }[key] : inSearch && key === "ArrowDown" ? 0 : undefined;
      if (to !== undefined) { event.preventDefault(); (to < 0 ? document.getElementById(SEARCH) : all[to])?.focus(); }
      else if (inSearch && key === "Enter") all[0]?.click();
      else if (key === "/" && !target.closest?.("input, textarea, select")) { event.preventDefault(); document.getElementById(SEARCH)?.focus(); }
    };
    const focused = (event) => { if (!event.target.closest?.("[role=dialog], [role=alertdialog]")) at.outside = event.target; };
    const all = [["popstate", back, window], ["click", clicked, document, true], ["keydown", pressed, document], ["focusin", focused, document]];
    all.forEach(([name, act, on, first]) => on.addEventListener(name, act, first));
    return () => all.forEach(([name, act, on, first]) => on.removeEventListener(name, act, first));
  }, []);

  const number = heard?.[heardAs] ?? 0;
  useEffect(() => { if (number) told.current.onHear?.(); }, [number]);

  useEffect(() => {                                       // on a phone the person covers the list: the focus goes along, and back
    const before = at.contact; at.contact = contact;
    if (before === contact) return;
    const covered = () => !document.getElementById(SEARCH)?.offsetParent;
    requestAnimationFrame(() => { if (contact ? covered() : before) (contact ? document.querySelector(".person-name") : row(before))?.focus(); });
  }, [contact]);

  const dialog = form || booking;
  useEffect(() => {                                       // back to where a dialog was opened from
    if (dialog) return undefined;
    const timer = setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      (at.outside?.isConnected ? at.outside : document.querySelector(".person-name"))?.focus();
    }, 60);
    return () => clearTimeout(timer);
  }, [dialog]);

  useEffect(() => { if (answers) requestAnimationFrame(() => document.querySelector("[role=dialog] [aria-invalid=true]")?.focus()); }, [answers]);
  return null;
}

export function ContactsSearch({ value, label, icon, wait, longest, onSearch }) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const told = useRef(onSearch); told.current = onSearch;
  useEffect(() => { if (value !== sent.current) { sent.current = value; setText(value); } }, [value]);      // said by the address, not typed here
  useEffect(() => {
    if (text.trim() === sent.current) return undefined;
    const timer = setTimeout(() => { sent.current = text.trim(); told.current?.(sent.current); }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextField.Root id={SEARCH} type="search" size="2" aria-label={label} placeholder={label} autoComplete="off" maxLength={longest} value={text} onChange={(event) => setText(event.target.value)}>
      <TextField.Slot>{icon}</TextField.Slot>
    </TextField.Root>
  );
}
