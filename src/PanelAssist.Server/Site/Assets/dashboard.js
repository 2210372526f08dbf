// What the live pages cannot do from the server: a reload when the server is gone.
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-reload]')) location.reload();
});
