import http from 'node:http';
import { Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { endWithParent, handle, settings } from './job.js';

// webhookReply off: with it the reply rides on the webhook's answer, and the bot never learns whether it was sent.
// The agent is the plain-HTTP twin of telegraf's default, which is for HTTPS only.
const bot = new Telegraf(settings.token, {
  telegram: { apiRoot: settings.telegram, webhookReply: false, agent: new http.Agent({ keepAlive: true }) },
});
bot.on(message('text'), ctx => handle(ctx.update, text => ctx.reply(text)));
bot.botInfo = await bot.telegram.getMe();

const webhook = bot.webhookCallback('/hook', { secretToken: settings.secret });
http.createServer((request, response) => {
  if (request.method === 'POST') return webhook(request, response);
  response.end('ok');
}).listen(settings.port, '127.0.0.1');
endWithParent();
