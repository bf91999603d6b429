// A form that is sent to a route which begins a session; what is wrong comes back and stands beside its field, what was typed stays.
import React, { useState } from "react";

export function DoorForm({ action, fields, submitLabel, token, failure, proposals, icon }) {
  const [errors, setErrors] = useState({});
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState("");
  const send = async (event) => {
    event.preventDefault();
    setSending(true); setSaid(""); setErrors({});
    try {
      const answer = await fetch(action, { method: "POST", body: new FormData(event.target), credentials: "same-origin" });
      const body = await answer.json();
      if (answer.ok) { window.location.assign(body.next); return; }
      const wrong = {};
      for (const each of body.errors ?? []) wrong[each.field] = [wrong[each.field], each.message].filter(Boolean).join(" ");
      const known = Object.keys(wrong).filter((name) => fields.some((field) => field.name === name));
      setErrors(wrong);
      if (known.length) document.getElementById(fields.find((field) => wrong[field.name]).name)?.focus();
      else setSaid(body.detail ?? failure);
    } catch { setSaid(failure); }
    setSending(false);
  };
  return (
    <form onSubmit={send} className="door-form" noValidate>
      <input type="hidden" name="token" value={token ?? ""} />
      {fields.map((field) => (
        <div className="field" key={field.name}>
          <label htmlFor={field.name} className="field-label">{field.label}</label>
          <input id={field.name} name={field.name} type={field.type} autoComplete={field.complete} readOnly={Boolean(field.fixed)} className="door-input"
            defaultValue={field.value || (field.proposes === "zone" ? Intl.DateTimeFormat().resolvedOptions().timeZone : "")} list={field.proposes ? `${field.name}-proposals` : undefined}
            aria-invalid={errors[field.name] ? "true" : undefined} aria-describedby={errors[field.name] ? `${field.name}-error` : field.hint ? `${field.name}-hint` : undefined} />
          {field.proposes ? <datalist id={`${field.name}-proposals`}>{(proposals ?? []).map((each) => <option key={each} value={each} />)}</datalist> : null}
          {errors[field.name] ? <p className="field-error" id={`${field.name}-error`} role="alert">{icon}{errors[field.name]}</p>
            : field.hint ? <p className="field-hint" id={`${field.name}-hint`}>{field.hint}</p> : null}
        </div>
      ))}
      {said ? <p className="field-error" role="alert">{icon}{said}</p> : null}
      <button type="submit" disabled={sending} className="door-button">{submitLabel}</button>
    </form>
  );
}
