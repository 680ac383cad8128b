/* Passkeys: shows the forms marked data-kpa-passkey when the browser can, and fills their `credential`. */
(function () {
  "use strict";

  function toBytes(text) {
    var base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), function (char) { return char.charCodeAt(0); });
  }

  function toText(buffer) {
    var binary = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function readable(options) {
    var asked = Object.assign({}, options.publicKey);
    asked.challenge = toBytes(asked.challenge);
    if (asked.user) asked.user = Object.assign({}, asked.user, { id: toBytes(asked.user.id) });
    ["allowCredentials", "excludeCredentials"].forEach(function (list) {
      asked[list] = (asked[list] || []).map(function (key) {
        return Object.assign({}, key, { id: toBytes(key.id) });
      });
    });
    return asked;
  }

  function written(credential) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (part) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    });
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults()
    });
  }

  function optionsFor(form) {
    if (!form.dataset.kpaOptions) {
      return Promise.resolve(JSON.parse(document.getElementById("passkey-options").textContent));
    }
    return fetch(form.dataset.kpaOptions, { headers: { Accept: "application/json" } })
      .then(function (response) { return response.json(); })
      .then(function (answer) { return answer.request_options; });
  }

  function ask(form) {
    return optionsFor(form).then(function (options) {
      var asked = readable(options);
      if (form.dataset.kpaPasskey !== "create") return navigator.credentials.get({ publicKey: asked });
      asked.authenticatorSelection = Object.assign({}, asked.authenticatorSelection, {
        residentKey: "required", requireResidentKey: true, userVerification: "required"
      });
      return navigator.credentials.create({ publicKey: asked });
    });
  }

  function prepare(form) {
    var complaint = form.querySelector("[data-kpa-passkey-error]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      complaint.hidden = true;
      ask(form)
        .then(function (credential) {
          form.elements.credential.value = written(credential);
          form.submit();
        })
        .catch(function () { complaint.hidden = false; });
    });
  }

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.querySelectorAll("form[data-kpa-passkey]").forEach(prepare);
  document.querySelectorAll("[data-kpa-passkey-absent]").forEach(function (element) { element.hidden = true; });
})();
