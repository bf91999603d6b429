// What only the browser can do for the address book: its address, keys, and where the focus goes.
import React, { useEffect, useRef, useState } from "react";

const SEARCH = "contacts-search";
const rows = () => [...document.querySelectorAll("a[data-contact]")];
const row = (id) => document.querySelector(`a[data-contact="${CSS.escape(id)}"]`);

export function ContactsKeeper({ arrived, query, contact, form, answers, heard, heardAs, onArrive, onBack, onHear, onOpen, onLeave }) {
  const [nonce] = useState(() => Math.random().toString(36).slice(2));
  const here = arrived === nonce;
  const at = useRef({ contact: "", form: false, outside: null }).current;
  const told = useRef({}); told.current = { onArrive, onBack, onHear, onOpen, onLeave };

  useEffect(() => { if (!here) told.current.onArrive?.(nonce, window.location.search); }, [here]);   // again, when a restarted server knows nothing of this page
  useEffect(() => () => told.current.onLeave?.(), []);

  useEffect(() => {                                       // the address says what is shown, and whoever is open is a step to come back from; which booking is open is not ours to say
    if (!here) return;
    const now = new URLSearchParams(window.location.search), next = new URLSearchParams(query);
    if (now.has("booking")) next.set("booking", now.get("booking"));
    if (now.toString() === next.toString()) return;
    const depth = window.history.state?.contacts ?? 0, [before, after] = [now.get("contact"), next.get("contact")];
    if (before && !after && depth) { window.history.go(-depth); return; }
    const opens = Boolean(after && after !== before), address = next.toString();
    window.history[opens ? "pushState" : "replaceState"]({ ...window.history.state, contacts: opens ? depth + 1 : depth }, "", window.location.pathname + (address ? `?${address}` : ""));
  }, [here, query]);

  useEffect(() => {
    const back = () => told.current.onBack?.(window.location.search);
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

  useEffect(() => {                                       // back to where the form was opened from
    const was = at.form; at.form = form;
    if (form || !was) return undefined;
    const timer = setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      (at.outside?.isConnected ? at.outside : document.querySelector(".person-name"))?.focus();
    }, 60);
    return () => clearTimeout(timer);
  }, [form]);

  useEffect(() => { if (answers) requestAnimationFrame(() => document.querySelector("[role=dialog] [aria-invalid=true]")?.focus()); }, [answers]);
  return null;
}
