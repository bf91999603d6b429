// What only the browser can do for the wizard: keep what is typed until it is booked, search while one types, move the focus.
import React, { useEffect, useRef, useState } from "react";
import { Spinner, TextArea, TextField } from "@radix-ui/themes";
import { forget, keep, read } from "$/public/external/bookings_app/ui/kept/kept.js";

const DRAFT = "new-booking";
const TYPED = "new-booking-typed";                        // as Python calls it, too
const NOTHING = { name: "", phone: "", email: "", notes: "" };

// On every page: what was typed does not outlive the session of whoever wrote it.
export function DraftEndsAtSignOut({ action, others }) {
  useEffect(() => {
    const sent = (event) => { if (event.target.getAttribute("action") === action) forget(DRAFT, TYPED, ...others); };
    document.addEventListener("submit", sent, true);
    return () => document.removeEventListener("submit", sent, true);
  }, [action]);
  return null;
}

const since = { asOpened: null };                         // the page was loaded: other pages of it open the wizard, too

export function WizardKeeper({ memberId, isOpen, finished, choices, step, turn, dialog, targets, fallback, onRestore, onDiscard }) {
  const opener = useRef(null);
  const picked = JSON.stringify(choices);
  useEffect(() => {
    if (!memberId) return;                                // nobody's page yet
    const draft = read(DRAFT);
    const isOurs = draft?.member === memberId && draft.choices?.submission !== finished;
    const isBegun = isOurs && (draft.begun || Object.values(read(TYPED)?.values ?? {}).some((each) => each.trim()));
    if (isOpen) {                                         // the server keeps it open over a reload: not if nothing was entered
      if (since.asOpened === null && isOurs && !isBegun) { onDiscard?.(); return; }
      since.asOpened ??= picked;
      keep(DRAFT, { member: memberId, choices, begun: isBegun || picked !== since.asOpened });
      return;
    }
    since.asOpened = null;
    if (isBegun) onRestore?.(draft.choices);
    else if (draft !== null) forget(DRAFT, TYPED);
  }, [memberId, isOpen, finished, picked]);

  useEffect(() => {                                       // into the step: what is picked there, else the first that can be
    if (!isOpen) return undefined;
    opener.current ??= document.activeElement;
    let frame, left = 60;
    const look = () => {
      const found = (targets[step - 1] ?? []).map((each) => document.querySelector(`${dialog} ${each}`)).find(Boolean);
      if (!found) { if (left-- > 0) frame = requestAnimationFrame(look); return; }
      const byFinger = window.matchMedia("(pointer: coarse)").matches && found.matches("input");   // no keyboard over the page
      (byFinger ? document.querySelector(dialog) : found).focus({ preventScroll: !found.closest(".wizard-body") });
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [isOpen, step, turn]);

  useEffect(() => {                                       // and back to where it came from
    if (isOpen || !opener.current) return undefined;
    const back = opener.current; opener.current = null;
    const timer = setTimeout(() => (back.isConnected && back !== document.body ? back : document.querySelector(fallback))?.focus(), 60);
    return () => clearTimeout(timer);
  }, [isOpen]);

  useEffect(() => {                                       // Enter on a choice picks it, on the picked one goes on
    if (!isOpen) return undefined;
    const pressed = (event) => {
      if (event.key !== "Enter" || event.target.getAttribute?.("role") !== "radio" || !event.target.closest(dialog)) return;
      event.preventDefault();
      if (event.target.getAttribute("aria-checked") === "true") document.querySelector(`${dialog} [data-next]:not(:disabled)`)?.click();
      else event.target.click();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [isOpen, dialog]);
  return null;
}

export function ContactSearch({ found, foundFor, words, shortest, wait, onSearch, onPick, onNew }) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const sought = text.trim();
  const long = sought.length >= shortest;
  const shown = open && long;
  const search = useRef(onSearch); search.current = onSearch;
  useEffect(() => {
    if (!long) return undefined;
    const timer = setTimeout(() => search.current?.(sought), wait);
    return () => clearTimeout(timer);
  }, [sought, long, wait]);
  useEffect(() => { setAt(0); }, [foundFor]);
  useEffect(() => { document.getElementById(`contact-row-${at}`)?.scrollIntoView({ block: "nearest" }); }, [at]);
  useEffect(() => {                                       // Esc closes the list first, then the dialog
    if (!shown) return undefined;
    const pressed = (event) => { if (event.key === "Escape") { event.stopPropagation(); setOpen(false); } };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [shown]);
  const ready = foundFor === sought;
  const contacts = shown && foundFor ? found : [];
  const rows = [...contacts.map((each) => ({ key: each.id, go: () => onPick?.(each.id) })), { key: "new", go: () => onNew?.(sought) }];
  const go = (row) => { setOpen(false); setText(""); row.go(); };
  const pressed = (event) => {
    if (event.key === "Enter") { event.preventDefault(); if (shown && ready) go(rows[Math.min(at, rows.length - 1)]); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault(); setOpen(true);
      setAt((now) => (now + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
    }
  };
  const row = (index) => ({ id: `contact-row-${index}`, role: "option", "aria-selected": index === at, className: "contact-row",
    onMouseDown: (event) => event.preventDefault(), onMouseMove: () => setAt(index), onClick: () => go(rows[index]) });
  return (
    <div className="contact-search" onBlur={() => setOpen(false)}>
      <TextField.Root id="contact-search" role="combobox" aria-label={words.label} aria-expanded={shown} aria-controls="contact-rows" aria-autocomplete="list"
        aria-activedescendant={shown ? `contact-row-${at}` : undefined} autoComplete="off" placeholder={words.placeholder} value={text}
        onChange={(event) => { setText(event.target.value); setOpen(true); }} onKeyDown={pressed} onClick={() => setOpen(true)}>
        <TextField.Slot>{words.icon}</TextField.Slot>
        {shown && !ready ? <TextField.Slot side="right"><Spinner className="late" /></TextField.Slot> : null}
      </TextField.Root>
      {shown ? (
        <div id="contact-rows" role="listbox" aria-label={words.label} className="contact-rows">
          {contacts.map((each, index) => (
            <div key={each.id} {...row(index)}><span className="face">{each.sign}</span><span className="card-words"><b>{each.name}</b><small>{each.line}</small></span></div>
          ))}
          {ready && !contacts.length ? <p className="contact-none">{words.none.replace("{text}", sought)}</p> : null}
          <div {...row(contacts.length)} className="contact-row contact-new"><span className="face">{words.plus}</span><span className="card-words"><b>{words.new.replace("{text}", sought)}</b></span></div>
        </div>
      ) : null}
    </div>
  );
}

export function CustomerFields({ submission, fill, errors, answers, formId, store, compares, fields, errorIcon, onSubmit, onText }) {
  const form = useRef(null), sent = useRef(false), answered = useRef(false);
  const kept = useRef(undefined);
  if (kept.current === undefined) { const old = read(store); kept.current = old?.submission === submission ? old : null; }
  const [values, setValues] = useState({ ...NOTHING, ...kept.current?.values });
  const [filled, setFilled] = useState(kept.current?.filled ?? { turn: 0 });
  const [changed, setChanged] = useState({});
  const hasText = Object.entries(values).some(([name, each]) => (compares ? each !== (filled[name] ?? "") : each.trim() !== ""));
  const told = useRef(onText); told.current = onText;
  useEffect(() => { keep(store, { submission, values, filled }); }, [submission, values, filled]);
  useEffect(() => { told.current?.(hasText); }, [hasText]);
  useEffect(() => {
    const { turn, version, ...taken } = fill;
    if (turn === filled.turn) return;
    if (turn > filled.turn) {                             // what came from another contact goes with them
      const stale = Object.keys(filled).filter((name) => name in NOTHING && !(name in taken) && values[name] === filled[name]);
      setValues((now) => ({ ...now, ...Object.fromEntries(stale.map((name) => [name, ""])), ...taken }));
    }
    setFilled(fill);
  }, [fill.turn]);
  useEffect(() => { sent.current = false; answered.current = true; setChanged({}); }, [answers]);   // the answer to what was sent
  useEffect(() => {                                       // to the first field that it complains of, once that is drawn
    const wrong = answered.current ? form.current?.querySelector("[aria-invalid=true]") : null;
    if (wrong) { answered.current = false; wrong.focus(); }
  });
  const submit = (event) => {
    event.preventDefault();
    if (sent.current) return;                             // the second half of a double click
    sent.current = true;
    onSubmit?.({ submission, ...values });
  };
  return (
    <form id={formId} ref={form} className="customer-fields" onSubmit={submit} noValidate autoComplete="off">
      {fields.map(({ name, label, hint, type, required }) => {
        const error = changed[name] ? undefined : errors[name];
        const common = { id: `customer-${name}`, name, value: values[name], size: "2", "aria-required": required, "aria-invalid": error ? true : undefined,
          "aria-describedby": error ? `customer-${name}-error` : undefined,
          onChange: (event) => { const value = event.target.value; setValues((now) => ({ ...now, [name]: value })); setChanged((now) => ({ ...now, [name]: true })); } };
        return (
          <div key={name} className={`field field-${name}`}>
            <label className="field-label" htmlFor={common.id}>{label}{hint ? <span> {hint}</span> : null}</label>
            {type === "long" ? <TextArea rows={3} {...common} /> : <TextField.Root type={type} {...common} />}
            {error ? <p className="field-error" id={`customer-${name}-error`}>{errorIcon}{error}</p> : null}
          </div>
        );
      })}
    </form>
  );
}
