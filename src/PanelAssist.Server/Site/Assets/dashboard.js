// What the live pages cannot do well from the server: keys, the end of a conversation in sight, a reload when the server is gone.
(() => {
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-reload]')) location.reload();
  });

  const typing = (element) => !!element?.closest?.('input, select, textarea, [contenteditable]');

  const move = (by) => {
    const rows = [...document.querySelectorAll('[data-row]')];
    const now = rows.indexOf(document.activeElement.closest?.('[data-row]'));
    rows[Math.min(rows.length - 1, Math.max(0, now + by))]?.focus();
  };

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.matches?.('[data-send]')) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    // Single keys never while somebody types, and only where the person wants them.
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('[data-keys=off]')) return;
    if (event.key === 'j' || event.key === 'k') {
      event.preventDefault();
      move(event.key === 'j' ? 1 : -1);
      return;
    }
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
    document.querySelector(button.dataset.then ?? '')?.focus();
  });

  // Who reads the end stays at the end; who has scrolled up stays there.
  const ends = new WeakMap();
  new MutationObserver(() => {
    for (const log of document.querySelectorAll('[data-bottom]')) {
      if (!ends.has(log)) {
        ends.set(log, true);
        log.addEventListener('scroll', () => ends.set(log, log.scrollHeight - log.scrollTop - log.clientHeight < 60), { passive: true });
      }
      if (ends.get(log)) log.scrollTop = log.scrollHeight;
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
