/* The address in the picture on a sheet carries the code behind #, which no browser sends anywhere: it is put into the field. */
const field = document.querySelector("#code-form input[name=code]");
const code = decodeURIComponent(location.hash.slice(1));
if (code) history.replaceState(null, "", location.pathname);
if (field && code && !field.value) field.value = code;
