// What both comparison bots do for one message, apart from the framework around it.
import Database from 'better-sqlite3';

export const settings = {
  port: Number(process.env.PORT),
  database: process.env.DATABASE,
  token: process.env.TOKEN,
  secret: process.env.SECRET,
  telegram: process.env.TELEGRAM_API,
  panel: process.env.PANEL_API,
  firstChat: Number(process.env.FIRST_CHAT),
  chats: Number(process.env.CHATS),
};

const db = new Database(settings.database);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  CREATE TABLE IF NOT EXISTS updates (update_id INTEGER PRIMARY KEY, payload TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS replies (id INTEGER PRIMARY KEY, update_id INTEGER NOT NULL, chat_id INTEGER NOT NULL, text TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS links (chat_id INTEGER PRIMARY KEY, username TEXT NOT NULL, api_key TEXT NOT NULL);
`);

const insertLink = db.prepare('INSERT OR REPLACE INTO links (chat_id, username, api_key) VALUES (?, ?, ?)');
db.transaction(() => {
  for (let i = 0; i < settings.chats; i++) insertLink.run(settings.firstChat + i, `u${i}`, `key-u${i}`);
})();

const insertUpdate = db.prepare('INSERT INTO updates (update_id, payload) VALUES (?, ?) ON CONFLICT DO NOTHING');
const insertReply = db.prepare('INSERT INTO replies (update_id, chat_id, text) VALUES (?, ?, ?)');
const findLink = db.prepare('SELECT username, api_key FROM links WHERE chat_id = ?');

async function orderStatus(apiKey, order) {
  const answer = await fetch(settings.panel, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `key=${encodeURIComponent(apiKey)}&action=status&order=${order}`,
  });
  return answer.json();
}

async function replyText(chat, text) {
  const wanted = /^status (\d{1,18})$/.exec(text);
  if (!wanted) return 'Send: status ORDER';
  const link = findLink.get(chat);
  if (!link) return 'Please link your account first.';
  // The customer's own key: the panel itself refuses an order of somebody else.
  const order = await orderStatus(link.api_key, wanted[1]);
  if (order.error) return `Order ${wanted[1]}: not found among your orders.`;
  return `Order ${wanted[1]}: ${order.status}\nStart count: ${order.start_count}\nRemains: ${order.remains}\nCharge: ${order.charge} ${order.currency}`;
}

/** Durable before acting, durable before sending; a redelivered update does nothing. */
export async function handle(update, send) {
  if (insertUpdate.run(update.update_id, JSON.stringify(update)).changes === 0) return;
  const chat = update.message.chat.id;
  const text = await replyText(chat, update.message.text);
  insertReply.run(update.update_id, chat, text);
  await send(text);
}

/** The benchmark holds our standard input open; when it is gone, so are we. */
export function endWithParent() {
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('error', () => process.exit(0));
  process.stdin.resume();
}
