// The form works without this: before it is sent, it asks whether whoever typed is still signed in.
// Where they are not, nothing is sent: the sign-in would take the place of what is typed.
"use strict";

{
  const notice = document.querySelector("[data-signed-out]");
  const form = notice.closest("form");
  const TOKEN = "[name=csrfmiddlewaretoken]";
  let asking = false;
  let sending = false;

  const signedIn = async () => {
    const answer = await fetch(notice.dataset.signedOut, { redirect: "manual" });
    if (answer.type === "opaqueredirect") return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(TOKEN);
    // Signing in elsewhere made every token on this page worthless.
    if (fresh) document.querySelectorAll(TOKEN).forEach((field) => { field.value = fresh.value; });
    return true;
  };

  // Before anything else hears of it and takes what is typed for sent.
  addEventListener("submit", async (event) => {
    if (event.target !== form || sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    notice.hidden = true;
    // Where nothing answers, the form is sent as it would be without this.
    const stands = await signedIn().catch(() => true);
    asking = false;
    notice.hidden = stands;
    if (!stands) return;
    sending = true;
    form.requestSubmit(event.submitter);
    sending = false;
  }, true);
}
