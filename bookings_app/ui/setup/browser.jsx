// What only the browser can do for a list of the set-up: its address, clicks on its rows, a fresh look when one comes back, and where the focus goes.
import { useEffect, useRef, useState } from "react";
import { useTyped } from "$/public/external/bookings_app/ui/kept/kept_form.js";

const DIALOG = "[role=dialog], [role=alertdialog]";
const ROW = "a[data-row]";
const lost = () => !document.activeElement || document.activeElement === document.body;
// Which booking is open is not ours to say.
const inAddress = () => { const said = new URLSearchParams(window.location.search); said.delete("booking"); return said; };

const TYPED = "setup-typed";                              // as Python calls it, too
const EDITOR = "[role=dialog] form[id$='-form']";

export function SetupKeeper({ arrived, query, steps, open, start, member, backTo, answers, changed, over, searchId, onArrive, onBack, onLook, onOpen, onLeave }) {
  const [nonce] = useState(() => Math.random().toString(36).slice(2));
  const here = arrived === nonce;
  const at = useRef({ covered: false, shown: "", outside: null }).current;
  useTyped({ kept: TYPED, form: EDITOR, here, open, start, member });
  const told = useRef({}); told.current = { onArrive, onBack, onLook, onOpen, onLeave, changed, query };

  useEffect(() => { if (!here) told.current.onArrive?.(nonce, window.location.search, Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""); }, [here]);   // again, when a restarted server knows nothing of this page
  useEffect(() => () => told.current.onLeave?.(), []);

  useEffect(() => {                                       // the address says what is shown; what is open is a step to come back from
    if (!here) return;
    const booking = new URLSearchParams(window.location.search).get("booking"), next = new URLSearchParams(query);
    const depth = window.history.state?.setup ?? 0, opens = Boolean(open) && at.shown !== open, closes = !open && Boolean(at.shown);
    at.shown = open;
    if (inAddress().toString() === next.toString()) return;
    if (closes && depth) { window.history.go(-depth); return; }
    if (booking) next.set("booking", booking);
    const address = next.toString();
    window.history[opens ? "pushState" : "replaceState"]({ ...window.history.state, setup: opens ? depth + 1 : depth }, "", window.location.pathname + (address ? `?${address}` : ""));
  }, [here, query, steps]);

  useEffect(() => {
    const back = () => { if (inAddress().toString() !== new URLSearchParams(told.current.query).toString()) { at.shown = ""; told.current.onBack?.(window.location.search); } };
    const clicked = (event) => {                          // a link that a plain click follows here, and any other in a tab of its own; before the router has it
      const link = event.target.closest?.(ROW);
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      told.current.onOpen?.(link.dataset.kind, link.dataset.row);
    };
    const pressed = (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector(DIALOG) || event.target.closest?.("input, textarea, select")) return;
      event.preventDefault();
      document.getElementById(searchId)?.focus();
    };
    const focused = (event) => { if (!event.target.closest?.(DIALOG)) at.outside = event.target; };
    const looked = () => { if (document.visibilityState === "visible") told.current.onLook?.(); };
    const leaving = (event) => { if (told.current.changed) event.preventDefault(); };
    const unread = (event) => {                           // a date that was typed halfway is no empty one
      for (const field of event.target.elements) if (field.type === "date" && field.validity.badInput) event.formData.set(field.name, "?");
    };
    const all = [["popstate", back, window], ["focus", looked, window], ["beforeunload", leaving, window], ["click", clicked, document, true], ["keydown", pressed, document], ["focusin", focused, document], ["formdata", unread, document]];
    all.forEach(([name, act, on, first]) => on.addEventListener(name, act, first));
    return () => all.forEach(([name, act, on, first]) => on.removeEventListener(name, act, first));
  }, []);

  const covered = open || over;
  useEffect(() => {                                       // back to the row, or to what opened the editor, once no dialog is fading out any more
    const was = at.covered; at.covered = covered;
    if (covered || !was) return undefined;
    let timer;
    const settle = (tries) => { timer = setTimeout(() => {
      if (document.querySelector(DIALOG)) { if (tries) settle(tries - 1); return; }
      if (!lost()) return;
      const row = backTo && document.querySelector(`a[data-row="${CSS.escape(backTo)}"]`);
      (row || (at.outside?.isConnected ? at.outside : document.getElementById(searchId)))?.focus();
    }, 60); };
    settle(10);
    return () => clearTimeout(timer);
  }, [covered]);

  useEffect(() => {                                       // to the first field that cannot be taken, with its name
    if (answers) requestAnimationFrame(() => {
      const field = document.querySelector(":is([role=dialog], [role=alertdialog]) [aria-invalid=true]");
      field?.focus(); field?.closest(".field")?.scrollIntoView({ block: "nearest" });
    });
  }, [answers]);
  return null;
}
