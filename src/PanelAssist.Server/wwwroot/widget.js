/* PanelAssist web chat. No dependencies, no build step; its protocol is in docs/webchat.md. */
(() => {
  'use strict';

  const script = document.currentScript;
  const config = script.dataset;
  const page = config.mode === 'page';
  const base = new URL('.', script.src);

  // ---- words -------------------------------------------------------------------------------------------------

  const WORDS = {
    en: {
      open: 'Open chat', close: 'Close chat', unread: '{n} unread', chat: 'Chat', log: 'Conversation', label: 'Message', placeholder: 'Write a message…',
      send: 'Send', human: 'Talk to a human', bot: 'Automated assistant', agent: 'Support team', you: 'You',
      disclosure: 'You are talking to an automated assistant. It answers from your panel’s own records, and a human can take over whenever you ask.',
      greeting: 'Hi! Ask me about an order, a refill or your balance.', sending: 'Sending', waiting: 'Waiting for the connection', sent: 'Sent', received: 'Received',
      failed: 'Not sent', retry: 'Try again', fast: 'Too many messages at once', long: 'This message is too long', lost: 'Connection lost – reconnecting…',
      ended: 'Your sign-in has ended. Please open the chat again from your panel.', blocked: 'This chat is not available on this site.', gone: 'This chat is switched off.',
      guest: 'Continue as a guest', newer: 'New messages', typing: 'The assistant is writing', today: 'Today', yesterday: 'Yesterday', status: 'Order status', balance: 'Balance', help: 'Help', left: '{n} characters left',
    },
    es: {
      open: 'Abrir el chat', close: 'Cerrar el chat', unread: '{n} sin leer', chat: 'Chat', log: 'Conversación', label: 'Mensaje', placeholder: 'Escribe un mensaje…',
      send: 'Enviar', human: 'Hablar con una persona', bot: 'Asistente automático', agent: 'Equipo de soporte', you: 'Tú',
      disclosure: 'Estás hablando con un asistente automático. Responde con los datos de tu panel, y una persona puede intervenir cuando lo pidas.',
      greeting: '¡Hola! Pregúntame por un pedido, una reposición o tu saldo.', sending: 'Enviando', waiting: 'Esperando la conexión', sent: 'Enviado', received: 'Recibido',
      failed: 'No enviado', retry: 'Reintentar', fast: 'Demasiados mensajes seguidos', long: 'El mensaje es demasiado largo', lost: 'Sin conexión: reconectando…',
      ended: 'Tu sesión ha terminado. Abre el chat de nuevo desde tu panel.', blocked: 'Este chat no está disponible en este sitio.', gone: 'Este chat está desactivado.',
      guest: 'Continuar como invitado', newer: 'Mensajes nuevos', typing: 'El asistente está escribiendo', today: 'Hoy', yesterday: 'Ayer', status: 'Estado del pedido', balance: 'Saldo', help: 'Ayuda', left: 'Quedan {n} caracteres',
    },
    pt: {
      open: 'Abrir o chat', close: 'Fechar o chat', unread: '{n} não lidas', chat: 'Chat', log: 'Conversa', label: 'Mensagem', placeholder: 'Escreva uma mensagem…',
      send: 'Enviar', human: 'Falar com uma pessoa', bot: 'Assistente automático', agent: 'Equipe de suporte', you: 'Você',
      disclosure: 'Você está falando com um assistente automático. Ele responde com os dados do seu painel, e uma pessoa pode assumir quando você pedir.',
      greeting: 'Olá! Pergunte sobre um pedido, uma reposição ou seu saldo.', sending: 'Enviando', waiting: 'Aguardando a conexão', sent: 'Enviada', received: 'Recebida',
      failed: 'Não enviada', retry: 'Tentar de novo', fast: 'Muitas mensagens de uma vez', long: 'A mensagem é longa demais', lost: 'Sem conexão – reconectando…',
      ended: 'Sua sessão terminou. Abra o chat novamente pelo seu painel.', blocked: 'Este chat não está disponível neste site.', gone: 'Este chat está desativado.',
      guest: 'Continuar como visitante', newer: 'Novas mensagens', typing: 'O assistente está escrevendo', today: 'Hoje', yesterday: 'Ontem', status: 'Status do pedido', balance: 'Saldo', help: 'Ajuda', left: 'Restam {n} caracteres',
    },
    tr: {
      open: 'Sohbeti aç', close: 'Sohbeti kapat', unread: '{n} okunmamış', chat: 'Sohbet', log: 'Konuşma', label: 'Mesaj', placeholder: 'Mesaj yazın…',
      send: 'Gönder', human: 'Bir insanla görüş', bot: 'Otomatik asistan', agent: 'Destek ekibi', you: 'Siz',
      disclosure: 'Otomatik bir asistanla konuşuyorsunuz. Panelinizin kendi kayıtlarından yanıt verir; istediğiniz an bir insan devralabilir.',
      greeting: 'Merhaba! Siparişinizi, telafiyi ya da bakiyenizi sorabilirsiniz.', sending: 'Gönderiliyor', waiting: 'Bağlantı bekleniyor', sent: 'Gönderildi', received: 'Alındı',
      failed: 'Gönderilemedi', retry: 'Yeniden dene', fast: 'Bir anda çok fazla mesaj', long: 'Mesaj çok uzun', lost: 'Bağlantı koptu – yeniden bağlanılıyor…',
      ended: 'Oturumunuz sona erdi. Sohbeti panelinizden yeniden açın.', blocked: 'Bu sohbet bu sitede kullanılamıyor.', gone: 'Bu sohbet kapalı.',
      guest: 'Misafir olarak devam et', newer: 'Yeni mesajlar', typing: 'Asistan yazıyor', today: 'Bugün', yesterday: 'Dün', status: 'Sipariş durumu', balance: 'Bakiye', help: 'Yardım', left: '{n} karakter kaldı',
    },
    ru: {
      open: 'Открыть чат', close: 'Закрыть чат', unread: 'Непрочитанных: {n}', chat: 'Чат', log: 'Переписка', label: 'Сообщение', placeholder: 'Напишите сообщение…',
      send: 'Отправить', human: 'Позвать человека', bot: 'Автоматический помощник', agent: 'Служба поддержки', you: 'Вы',
      disclosure: 'Вам отвечает автоматический помощник по данным вашей панели. По первой просьбе подключится человек.',
      greeting: 'Здравствуйте! Спросите о заказе, рефилле или балансе.', sending: 'Отправляется', waiting: 'Ждём соединения', sent: 'Отправлено', received: 'Получено',
      failed: 'Не отправлено', retry: 'Повторить', fast: 'Слишком много сообщений сразу', long: 'Сообщение слишком длинное', lost: 'Нет соединения – переподключаемся…',
      ended: 'Сеанс закончился. Откройте чат снова из вашей панели.', blocked: 'Этот чат недоступен на этом сайте.', gone: 'Этот чат отключён.',
      guest: 'Продолжить как гость', newer: 'Новые сообщения', typing: 'Помощник пишет', today: 'Сегодня', yesterday: 'Вчера', status: 'Статус заказа', balance: 'Баланс', help: 'Помощь', left: 'Осталось символов: {n}',
    },
    ar: {
      open: 'فتح المحادثة', close: 'إغلاق المحادثة', unread: '{n} غير مقروءة', chat: 'محادثة', log: 'المحادثة', label: 'رسالة', placeholder: 'اكتب رسالة…',
      send: 'إرسال', human: 'التحدث إلى شخص', bot: 'مساعد آلي', agent: 'فريق الدعم', you: 'أنت',
      disclosure: 'أنت تتحدث إلى مساعد آلي يجيب من سجلات لوحتك، ويمكن لشخص أن يتولى المحادثة متى طلبت ذلك.',
      greeting: 'مرحبًا! اسألني عن طلب أو تعويض أو رصيدك.', sending: 'جارٍ الإرسال', waiting: 'في انتظار الاتصال', sent: 'أُرسلت', received: 'وصلت',
      failed: 'لم تُرسل', retry: 'إعادة المحاولة', fast: 'رسائل كثيرة دفعة واحدة', long: 'الرسالة طويلة جدًا', lost: 'انقطع الاتصال – جارٍ إعادة الاتصال…',
      ended: 'انتهت جلستك. افتح المحادثة من لوحتك مرة أخرى.', blocked: 'هذه المحادثة غير متاحة على هذا الموقع.', gone: 'هذه المحادثة متوقفة.',
      guest: 'المتابعة كزائر', newer: 'رسائل جديدة', typing: 'المساعد يكتب', today: 'اليوم', yesterday: 'أمس', status: 'حالة الطلب', balance: 'الرصيد', help: 'مساعدة', left: 'بقي {n} حرفًا',
    },
  };

  const query = new URLSearchParams(page ? location.search : '');
  const fragment = new URLSearchParams(page ? location.hash.slice(1) : '');
  const wanted = config.language || fragment.get('language') || query.get('lang') || (page ? '' : document.documentElement.lang) || navigator.language || 'en';
  const language = WORDS[wanted.slice(0, 2).toLowerCase()] ? wanted : 'en';
  const words = WORDS[language.slice(0, 2).toLowerCase()];
  const say = (key, n) => words[key].replace('{n}', n);
  const rtl = !page && !config.language && getComputedStyle(document.documentElement).direction === 'rtl' || /^(ar|fa|he|ur)/i.test(wanted);

  // ---- elements ----------------------------------------------------------------------------------------------

  /** Text is only ever set as text: nothing that anyone writes is parsed as HTML. */
  const h = (tag, props, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (key === 'class') element.className = value;
      else if (value === true) element.setAttribute(key, '');
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  };

  const ICONS = {
    chat: 'M12 3c5 0 9 3.4 9 7.7 0 4.3-4 7.7-9 7.7-.9 0-1.8-.1-2.6-.3L5 20.5c-.5.2-1-.2-.9-.7l.6-3.3C3.6 15 3 12.9 3 10.7 3 6.4 7 3 12 3Z',
    close: 'M6 6l12 12M18 6L6 18',
    send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
    person: 'M12 12.2a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.8 20c.7-3.2 3.6-5 7.2-5s6.5 1.8 7.2 5',
    spark: 'M12 3.5l1.9 5.1 5.1 1.9-5.1 1.9L12 17.5l-1.9-5.1L5 10.5l5.1-1.9L12 3.5ZM19 16.5v4M17 18.5h4',
    clock: 'M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
    tick: 'M5 12.5l4.5 4.5L19 7.5',
    ticks: 'M2 12.5l4.5 4.5L16 7.5M12.5 16.6l.4.4L22.5 7.5',
    down: 'M6 9.5l6 6 6-6',
    alert: 'M12 8v5M12 16.2v.3M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  };

  const icon = (name, size = 20) => {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg');
    const attributes = { viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', focusable: 'false' };
    for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
    const path = document.createElementNS(ns, 'path');
    path.setAttribute('d', ICONS[name]);
    svg.append(path);
    return svg;
  };

  const DARK = `color-scheme:dark;--bg:#12151b;--log:#0d1015;--in:#1f2530;--text:#e9ecf2;--muted:#a3adbd;--line:#2b3240;--line2:#4b566a;--field:#1a1f28;--note:#181d26;--bad:#ff9a94;--warn:#3a2c0a;--warntext:#ffd88a;--shadow:0 0 0 1px #ffffff14,0 24px 64px -12px #000c,0 8px 24px -8px #000a`;
  const LIGHT = `color-scheme:light;--bg:#fff;--log:#f5f6f9;--in:#fff;--text:#161a22;--muted:#586174;--line:#e3e6ed;--line2:#8a93a5;--field:#fff;--note:#fff;--bad:#b3261e;--warn:#fff3d6;--warntext:#6b4a00;--shadow:0 0 0 1px #10182812,0 24px 64px -12px #10182847,0 8px 24px -8px #1018281f`;
  const CSS = `
:host{all:initial;${LIGHT};display:contents}
@media (prefers-color-scheme:dark){:host(:not([data-theme=light])){${DARK}}}
:host([data-theme=dark]){${DARK}}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
button,textarea{font:inherit;color:inherit;letter-spacing:inherit}
button{cursor:pointer;border:0;background:none;padding:0;-webkit-tap-highlight-color:transparent}
.root{font:400 15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif;color:var(--text);text-align:start;-webkit-font-smoothing:antialiased}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:2px solid var(--focus,var(--ring));outline-offset:2px}
textarea:focus-visible{outline:0}
.launcher{position:fixed;z-index:2147483000;inset-block-end:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;width:60px;height:60px;border-radius:50%;display:grid;place-items:center;background:var(--accent);color:var(--on);background-image:linear-gradient(145deg,#ffffff1f,#0000001f);box-shadow:0 1px 2px #0003,0 10px 28px -6px color-mix(in srgb,var(--accent) 60%,#000a);transition:transform .2s cubic-bezier(.2,.9,.3,1.3),box-shadow .2s}
.launcher:hover{transform:translateY(-2px) scale(1.04)}
.launcher:active{transform:scale(.95)}
.start .launcher{inset-inline:20px auto}
.launcher svg{grid-area:1/1;transition:transform .25s,opacity .2s}
.launcher svg+svg{opacity:0;transform:rotate(-60deg) scale(.6)}
.opened .launcher svg{opacity:0;transform:rotate(60deg) scale(.6)}
.opened .launcher svg+svg{opacity:1;transform:none}
.badge{position:absolute;inset-block-start:-3px;inset-inline-end:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#c3271f;color:#fff;font-size:12px;font-weight:700;line-height:22px;text-align:center;box-shadow:0 0 0 2px var(--bg)}
.panel{position:fixed;z-index:2147483001;inset-block-end:calc(94px + env(safe-area-inset-bottom));inset-inline-end:20px;width:min(400px,calc(100vw - 40px));height:min(680px,calc(100dvh - 114px));display:flex;flex-direction:column;background:var(--bg);border-radius:20px;overflow:hidden;box-shadow:var(--shadow);transform-origin:100% 100%;transition:opacity .18s,transform .24s cubic-bezier(.2,.9,.3,1.1),visibility 0s}
.start .panel{inset-inline:20px auto;transform-origin:0 100%}
.root[dir=rtl] .panel{transform-origin:0 100%}
.root[dir=rtl].start .panel{transform-origin:100% 100%}
.root:not(.opened) .panel{opacity:0;transform:translateY(14px) scale(.96);visibility:hidden;transition-delay:0s,0s,.2s}
header{--focus:var(--on);flex:none;display:flex;align-items:center;gap:12px;padding:14px 12px 14px 16px;background:var(--accent);color:var(--on);background-image:linear-gradient(120deg,#0000,var(--shade))}
[dir=rtl] header{padding:14px 16px 14px 12px}
.avatar{position:relative;flex:none;width:42px;height:42px;border-radius:14px;display:grid;place-items:center;background:var(--veil);font-size:18px;font-weight:700}
.avatar i{position:absolute;inset-block-end:-2px;inset-inline-end:-2px;width:12px;height:12px;border-radius:50%;background:#f0b429;box-shadow:0 0 0 2.5px var(--accent);transition:background .3s}
.online .avatar i{background:#3ddc84}
.who{flex:1;min-width:0}
.who h1,.who h2{margin:0;font-size:16px;font-weight:650;line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.who p{margin:1px 0 0;font-size:13px;line-height:1.3}
.icon{flex:none;width:44px;height:44px;border-radius:14px;display:grid;place-items:center;transition:background .15s}
.icon:hover{background:var(--veil)}
.bar{flex:none;display:flex;align-items:center;justify-content:center;gap:9px;padding:8px 14px;background:var(--warn);color:var(--warntext);font-size:13px;font-weight:550;text-align:center}
.bar::before{content:"";flex:none;width:12px;height:12px;border-radius:50%;border:2px solid currentColor;border-block-start-color:transparent;animation:spin .9s linear infinite}
.bar.still::before{display:none}
.body{position:relative;flex:1;min-height:0;display:flex;background:var(--log)}
.log{flex:1;min-width:0;overflow-y:auto;overscroll-behavior:contain;padding:16px 14px 10px;scrollbar-width:thin;scrollbar-color:var(--line2) transparent}
.log:focus-visible{outline-offset:-3px}
.wrap{display:flex;flex-direction:column;min-height:100%;max-width:760px;margin-inline:auto}
.note{display:flex;gap:10px;margin:0 0 14px;padding:11px 13px;border-radius:14px;background:var(--note);border:1px solid var(--line);color:var(--muted);font-size:13px;line-height:1.45}
.note svg{flex:none;margin-block-start:1px;color:var(--tint)}
.row{display:flex;flex-direction:column;align-items:flex-start;margin-block-start:12px;max-width:100%}
.row.cont{margin-block-start:3px}
.row.mine{align-items:flex-end}
.row.new{animation:rise .26s cubic-bezier(.2,.9,.3,1)}
.day{align-self:center;margin:6px 0 12px;padding:2px 10px;color:var(--muted);font-size:12px;font-weight:600}
.by{margin:0 4px 4px;font-size:12px;font-weight:600;color:var(--muted)}
.cont .by{display:none}
.bubble{max-width:min(84%,560px);padding:9px 13px;border-radius:18px;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:start;background:var(--in);border:1px solid var(--line)}
.row:not(.mine) .bubble{border-end-start-radius:6px}
.row.cont:not(.mine) .bubble{border-start-start-radius:6px}
.mine .bubble{background:var(--accent);border-color:var(--accent);color:var(--on);border-end-end-radius:6px}
.mine.cont .bubble{border-start-end-radius:6px}
.mine.failed .bubble{background:var(--in);color:var(--text);border-color:var(--bad)}
.system .bubble{background:none;border:0;color:var(--muted);font-size:13px;padding:2px 6px}
.bubble a{color:inherit;text-decoration:underline;text-underline-offset:2px;text-decoration-thickness:1px}
.bubble a:hover{text-decoration-thickness:2px}
.meta{display:flex;align-items:center;gap:4px;min-height:18px;margin:3px 6px 0;font-size:12px;color:var(--muted);font-variant-numeric:tabular-nums}
.meta svg{flex:none}
.joined:not(.failed) .meta{display:none}
.received .meta svg{color:var(--tint)}
.failed .meta{color:var(--bad);gap:8px}
.meta button{min-height:28px;padding:0 8px;border-radius:8px;color:inherit;font-weight:650;text-decoration:underline;text-underline-offset:2px}
.chips{display:flex;flex-wrap:wrap;gap:8px;margin-block-start:8px;max-width:100%}
.chip{display:inline-flex;align-items:center;gap:6px;min-height:44px;max-width:100%;padding:6px 16px;border-radius:22px;border:1.5px solid var(--tint);background:var(--bg);color:var(--tint);font-size:14px;font-weight:600;text-align:start;overflow-wrap:anywhere;transition:background .15s,color .15s,transform .1s}
.chip:hover:not(:disabled){background:var(--accent);border-color:var(--accent);color:var(--on)}
.chip:active:not(:disabled){transform:scale(.97)}
.chip:disabled{cursor:default;border-color:var(--line);color:var(--muted)}
.typing{align-self:flex-start;display:flex;gap:5px;margin-block-start:12px;padding:14px 16px;border-radius:18px;border-end-start-radius:6px;background:var(--in);border:1px solid var(--line)}
.typing i{width:7px;height:7px;border-radius:50%;background:var(--muted);animation:dot 1.2s infinite}
.typing i:nth-child(2){animation-delay:.15s}
.typing i:nth-child(3){animation-delay:.3s}
.newer{position:absolute;inset-block-end:12px;inset-inline:0;margin:auto;width:fit-content;display:flex;align-items:center;gap:6px;min-height:36px;padding:0 16px 0 12px;border-radius:18px;background:var(--bg);color:var(--text);border:1px solid var(--line2);font-size:13px;font-weight:600;box-shadow:0 6px 20px -6px #0006}
footer{flex:none;padding:4px 12px calc(12px + env(safe-area-inset-bottom));background:var(--bg);border-block-start:1px solid var(--line)}
.foot{max-width:760px;margin-inline:auto}
.human{display:inline-flex;align-items:center;gap:7px;min-height:40px;padding:0 10px;border-radius:10px;color:var(--muted);font-size:13px;font-weight:600;transition:color .15s,background .15s}
.human:hover{color:var(--text);background:var(--log)}
.over{display:flex;align-items:center;justify-content:space-between;gap:8px}
.left{font-size:12px;color:var(--muted);padding-inline-end:8px;font-variant-numeric:tabular-nums}
.composer{display:flex;align-items:flex-end;gap:8px;padding:4px;border-radius:24px;border:1.5px solid var(--line2);background:var(--field);transition:border-color .15s,box-shadow .15s}
.composer:focus-within{border-color:var(--tint);box-shadow:0 0 0 3px color-mix(in srgb,var(--tint) 22%,transparent)}
textarea{flex:1;min-width:0;height:42px;max-height:140px;margin:0;padding:10px 6px 10px 14px;border:0;outline:0;resize:none;background:none;font-size:16px;line-height:22px;scrollbar-width:thin}
[dir=rtl] textarea{padding:10px 14px 10px 6px}
textarea::placeholder{color:var(--muted);opacity:1}
.send{flex:none;width:44px;height:44px;border-radius:50%;display:grid;place-items:center;background:var(--accent);color:var(--on);transition:background .15s,color .15s,transform .15s}
.send:hover:not([aria-disabled=true]){transform:scale(1.06)}
.send[aria-disabled=true]{background:var(--line);color:var(--muted);cursor:default}
.over-stop{padding:14px 4px 6px;text-align:center}
.page .launcher,.page .x{display:none}
.page .panel{position:fixed;inset:0;width:auto;height:auto;border-radius:0;box-shadow:none;transition:none}
.page header{padding-inline:max(16px,calc(50vw - 380px))}
@media (max-width:480px),(max-height:420px){
.root:not(.page) .panel,.start:not(.page) .panel{inset:0;width:auto;height:100dvh;border-radius:0}
.root.opened:not(.page) .launcher{visibility:hidden}
.bubble{max-width:88%}
}
@media (min-width:800px){.page .bubble{max-width:620px}.page .log{padding-block-start:24px}}
@media (forced-colors:active){.bubble,.panel,.launcher,.chip,.send{border:1px solid}.avatar i{forced-color-adjust:none}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation-duration:.01ms!important;animation-iteration-count:1!important;transition:none!important}}
@keyframes spin{to{transform:rotate(1turn)}}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}
@keyframes dot{0%,60%,100%{opacity:.35}30%{opacity:1;transform:translateY(-3px)}}
`;

  const style = (root, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };

  if (page || config.mode === 'missing') {
    style(document, `:root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:light-dark(#f5f6f9,#0d1015);color:light-dark(#161a22,#e9ecf2)}main{max-width:34rem;margin:18vh auto 0;padding:0 24px}h1{font-size:1.6rem;line-height:1.2}`);
  }
  if (!config.connection) return;

  // ---- colour ------------------------------------------------------------------------------------------------

  const luminance = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

  /** The accent moved towards black or white until it can be read as text on the background. */
  const readable = (hex, background) => {
    const target = luminance(background) > 0.5 ? 0 : 255;
    for (let part = 0; part <= 1; part += 0.1) {
      const mixed = '#' + [1, 3, 5].map((at) => Math.round(parseInt(hex.slice(at, at + 2), 16) * (1 - part) + target * part).toString(16).padStart(2, '0')).join('');
      if (contrast(luminance(mixed), luminance(background)) >= 4.8) return mixed;
    }
    return target ? '#ffffff' : '#000000';
  };

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = (color) => {
    const accent = /^#[0-9a-f]{6}$/i.test(color || '') ? color : '#4f46e5';
    const isDark = config.theme ? config.theme === 'dark' : dark.matches;
    const white = contrast(luminance(accent), 1) >= 4.5;
    const tint = readable(accent, isDark ? '#12151b' : '#f5f6f9');
    const set = { accent, on: white ? '#ffffff' : '#10131a', shade: white ? '#00000033' : '#ffffff33', veil: white ? '#ffffff2e' : '#0000001f', tint, ring: tint };
    for (const [key, value] of Object.entries(set)) root.style.setProperty('--' + key, value);
  };

  // ---- view --------------------------------------------------------------------------------------------------

  const host = h('div', { id: 'panelassist-chat', 'data-theme': config.theme });
  const shadow = host.attachShadow({ mode: 'open' });
  style(shadow, CSS);

  const badge = h('span', { class: 'badge', hidden: true, 'aria-hidden': 'true' });
  const launcher = h('button', { class: 'launcher', type: 'button', 'aria-expanded': 'false', 'aria-controls': 'panel', 'aria-label': say('open'), onclick: () => toggle() }, icon('chat', 28), icon('close', 26), badge);
  const avatar = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const avatarText = document.createTextNode('');
  avatar.append(avatarText, h('i'));
  const titleText = document.createTextNode(config.title || say('chat'));
  const title = h(page ? 'h1' : 'h2', { id: 'title' }, h('bdi', {}, titleText));
  const subtitle = h('p', {}, say('bot'));
  const bar = h('div', { class: 'bar', role: 'status', hidden: true });
  const typing = h('div', { class: 'typing', hidden: true }, h('span', { class: 'sr' }, say('typing')), h('i'), h('i'), h('i'));
  const wrap = h('div', { class: 'wrap' }, h('p', { class: 'note' }, icon('spark', 18), h('span', {}, say('disclosure'))));
  const log = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': say('log'), tabindex: '0', onscroll: () => onScroll() }, wrap);
  const newer = h('button', { class: 'newer', type: 'button', hidden: true, onclick: () => { toEnd(true); field.focus(); } }, icon('down', 16), say('newer'));
  const field = h('textarea', { id: 'field', rows: '1', maxlength: '4096', dir: 'auto', enterkeyhint: 'send', autocomplete: 'off', placeholder: say('placeholder'), oninput: () => fit(), onkeydown: (event) => onKey(event) });
  const sendButton = h('button', { class: 'send', type: 'submit', 'aria-label': say('send'), 'aria-disabled': 'true' }, icon('send', 22));
  const left = h('span', { class: 'left', hidden: true });
  const human = h('button', { class: 'human', type: 'button', onclick: () => post({ command: 'human', label: say('human') }) }, icon('person', 17), say('human'));
  const form = h('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); submit(); } }, h('label', { class: 'sr', for: 'field' }, say('label')), field, sendButton);
  const foot = h('div', { class: 'foot' }, h('div', { class: 'over' }, human, left), form);
  const panel = h(page ? 'main' : 'section', { class: 'panel', id: 'panel', role: page ? null : 'dialog', 'aria-labelledby': 'title', tabindex: '-1', onkeydown: (event) => onPanelKey(event) },
    h('header', {}, avatar, h('div', { class: 'who' }, title, subtitle),
      h('button', { class: 'icon x', type: 'button', 'aria-label': say('close'), onclick: () => toggle(false) }, icon('close', 22))),
    bar, h('div', { class: 'body' }, log, newer), h('footer', {}, foot));
  const root = h('div', { class: `root${page ? ' page opened' : ''}${config.position === 'left' ? (rtl ? '' : ' start') : rtl && config.position === 'right' ? ' start' : ''}`, dir: rtl ? 'rtl' : 'ltr', lang: language }, panel, launcher);
  wrap.append(typing);
  shadow.append(root);

  const entitle = (text) => {
    // The node stays: it names the dialog to whoever reads it at this moment.
    titleText.data = text;
    avatarText.data = [...text.trim()][0]?.toUpperCase() || '•';
    if (page) document.title = text;
  };

  // Pinned to the newest message until somebody scrolls up; a smooth scroll on its way down is no such wish.
  let pinned = true;
  let scrolled = 0;
  const onScroll = () => {
    const end = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    pinned = end || pinned && log.scrollTop >= scrolled;
    scrolled = log.scrollTop;
    if (end) newer.hidden = true;
  };
  const toEnd = (smooth) => {
    pinned = true;
    newer.hidden = true;
    log.scrollTo({ top: log.scrollHeight, behavior: smooth && !calm.matches ? 'smooth' : 'instant' });
  };
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  const fit = () => {
    // An empty field has no direction of its own, and its placeholder is in the page's language.
    field.dir = field.value ? 'auto' : root.dir;
    field.style.height = 'auto';
    field.style.height = Math.min(140, Math.max(42, field.scrollHeight)) + 'px';
    sendButton.setAttribute('aria-disabled', String(!field.value.trim()));
    const rest = 4096 - field.value.length;
    left.hidden = rest > 300;
    left.textContent = say('left', rest);
  };

  const onKey = (event) => {
    // 229 is what some input methods send while a word is still being composed.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      submit();
    }
  };

  const onPanelKey = (event) => {
    if (page) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      toggle(false);
    } else if (event.key === 'Tab' && getComputedStyle(launcher).visibility === 'hidden') {
      // On a small screen the panel covers everything, so focus must not wander off beneath it.
      const stops = [...panel.querySelectorAll('button,textarea,a,[tabindex="0"]')].filter((stop) => !stop.disabled && stop.offsetParent);
      const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
      if (shadow.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
      }
    }
  };

  let unread = 0;
  const countUnread = (n) => {
    unread = n;
    badge.hidden = !n;
    badge.textContent = n > 9 ? '9+' : n;
    if (!isOpen()) launcher.setAttribute('aria-label', n ? `${say('open')}, ${say('unread', n)}` : say('open'));
  };

  const isOpen = () => root.classList.contains('opened');
  const toggle = (open = !isOpen()) => {
    root.classList.toggle('opened', open);
    launcher.setAttribute('aria-expanded', String(open));
    launcher.setAttribute('aria-label', say(open ? 'close' : 'open'));
    if (open) {
      countUnread(0);
      begin();
      toEnd();
      // A focused field would throw the keyboard over half of a phone's screen.
      (matchMedia('(pointer: coarse)').matches ? panel : field).focus({ preventScroll: true });
    } else {
      launcher.focus();
    }
  };

  // ---- messages ----------------------------------------------------------------------------------------------

  const LINK = /https?:\/\/[^\s<>"'`]+/g;

  /** Only http and https become links; what follows a link as punctuation stays outside. */
  const linked = (text) => {
    const parts = document.createDocumentFragment();
    let from = 0;
    for (const match of text.matchAll(LINK)) {
      const url = match[0].replace(/[.,;:!?)\]}»”’]+$/, '');
      let parsed;
      try { parsed = new URL(url); } catch { continue; }
      parts.append(text.slice(from, match.index), h('a', { href: parsed.href, target: '_blank', rel: 'noopener noreferrer nofollow ugc', dir: 'ltr' }, url));
      from = match.index + url.length;
    }
    parts.append(text.slice(from));
    return parts;
  };

  const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const dates = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
  const dayName = (day) => {
    const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 864e5);
    return ago === 0 ? say('today') : ago === 1 ? say('yesterday') : dates.format(day);
  };

  /** Shown messages in order: first those with a sequence, then those still on their way. */
  const shown = [];
  let last = 0;

  const view = (message) => {
    const mine = message.author === 'contact';
    const who = mine ? say('you') : say(message.author === 'agent' ? 'agent' : 'bot');
    message.mine = mine;
    message.meta = h('div', { class: 'meta' });
    message.node = h('div', { class: `row ${message.author}${mine ? ' mine' : ''}` },
      message.author === 'agent' ? h('span', { class: 'by' }, who) : h('span', { class: 'sr' }, who + ': '),
      h('div', { class: 'bubble', dir: 'auto' }, linked(message.label || message.text)));
    if (message.buttons) {
      message.node.append(h('div', { class: 'chips' }, ...message.buttons.map((button) => {
        const chip = h('button', { class: 'chip', type: 'button', dir: 'auto' }, button.label);
        chip.addEventListener('click', () => {
          // Once: a second click of a hasty finger is not a second wish.
          chip.disabled = true;
          chip.prepend(icon('tick', 16));
          post({ command: button.command });
          field.focus();
        });
        return chip;
      })));
    }
    message.node.append(message.meta);
    mark(message);
    return message;
  };

  /** Ticks: on its way, stored by the server, taken up in the conversation. */
  const mark = (message) => {
    const state = !message.mine ? '' : message.sequence ? 'received' : message.state;
    for (const name of ['sending', 'sent', 'received', 'failed']) message.node.classList.toggle(name, name === state);
    const time = h('time', { datetime: message.at.toISOString() }, clock.format(message.at));
    if (state === 'failed') {
      message.meta.replaceChildren(icon('alert', 15), h('span', {}, message.reason || say('failed')), h('button', { type: 'button', onclick: () => { retry(message); field.focus(); } }, say('retry')));
    } else if (state) {
      const words = state === 'sending' ? say(online ? 'sending' : 'waiting') : say(state);
      message.meta.replaceChildren(time, icon({ sending: 'clock', sent: 'tick', received: 'ticks' }[state], state === 'received' ? 17 : 14), h('span', { class: state === 'sending' && !online ? '' : 'sr' }, words));
    } else {
      message.meta.replaceChildren(time);
    }
  };

  /** Days, and neighbours of one author drawn as one block. */
  const arrange = () => {
    let before = null;
    for (const message of shown) {
      const newDay = !before || before.at.toDateString() !== message.at.toDateString();
      const day = message.node.querySelector('.day');
      if (newDay && !day) message.node.prepend(h('div', { class: 'day' }, dayName(message.at)));
      if (!newDay && day) day.remove();
      const joins = before && !newDay && before.author === message.author && message.at - before.at < 3e5 && !before.buttons;
      message.node.classList.toggle('cont', Boolean(joins));
      if (before) before.node.classList.toggle('joined', Boolean(joins));
      message.node.classList.remove('joined');
      before = message;
    }
  };

  const insert = (message, fresh) => {
    const stick = pinned;
    const at = message.sequence ? shown.findIndex((other) => !other.sequence) : -1;
    const next = at < 0 ? null : shown[at];
    shown.splice(at < 0 ? shown.length : at, 0, message);
    wrap.insertBefore(message.node, next ? next.node : typing);
    if (fresh) message.node.classList.add('new');
    arrange();
    return stick;
  };

  let typingTimer;
  const showTyping = (on) => {
    clearTimeout(typingTimer);
    typing.hidden = !on;
    // No answer may come at all: people have the conversation, or the panel is slow. Dots must not promise one.
    if (on) typingTimer = setTimeout(() => showTyping(false), 8000);
    if (on && pinned) toEnd(true);
  };

  let loading = false;
  const receive = (frame) => {
    if (frame.sequence <= last) return;
    last = frame.sequence;
    const own = frame.direction === 'in' && shown.find((message) => !message.sequence && message.id === frame.clientId);
    if (own) {
      own.sequence = frame.sequence;
      own.at = new Date(frame.at);
      shown.splice(shown.indexOf(own), 1);
      mark(own);
      insert(own);
      land(own);
      return;
    }
    const stick = insert(view({ ...frame, at: new Date(frame.at) }), !loading);
    if (frame.direction === 'out') {
      showTyping(false);
      if (!loading && !isOpen()) countUnread(unread + 1);
    }
    welcomeCard.hidden = true;
    if (loading || stick) toEnd(!loading);
    else newer.hidden = false;
  };

  // ---- sending -----------------------------------------------------------------------------------------------

  /** Not crypto.randomUUID: that exists on https pages only. */
  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  const submit = () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    fit();
    post({ text });
  };

  const post = ({ text, command, label }) => {
    const message = view({ id: uuid(), author: 'contact', text: text || command, label, command, at: new Date(), state: 'sending', tries: 0 });
    welcomeCard.hidden = true;
    insert(message, true);
    toEnd(true);
    begin();
    pump();
  };

  // One message is on its way at a time, so that a retry cannot change their order.
  let flying = null;
  let flight;

  /** Sends what waits. Always under the same id: the server stores it once however often it arrives. */
  const pump = () => {
    if (!online || flying) return;
    const message = flying = shown.find((other) => !other.sequence && other.state === 'sending') || null;
    if (!message) return;
    const { id, text, command } = message;
    flight = setTimeout(() => refuse(message, {}), 20000);
    if (socket) {
      socket.send(JSON.stringify(command ? { type: 'press', id, command } : { type: 'send', id, text }));
      return;
    }
    call('messages', command ? { id, command } : { id, text }).then(() => accept(message), (fault) => {
      if (fault.status === 401) renew();
      else refuse(message, { reason: { 400: 'too_long', 429: 'too_fast' }[fault.status] || 'unavailable', retryAfter: fault.retryAfter });
    });
  };

  const land = (message) => {
    if (flying !== message) return;
    clearTimeout(flight);
    flying = null;
    pump();
  };

  const accept = (message) => {
    if (!message || message.sequence || message.state === 'sent') return;
    message.state = 'sent';
    mark(message);
    land(message);
    if (!shown.some((other) => other.author === 'agent')) showTyping(true);
  };

  const refuse = (message, { reason, retryAfter }) => {
    if (!message || flying !== message) return;
    if ((reason === 'unavailable' || reason === 'too_fast') && ++message.tries < 5) {
      clearTimeout(flight);
      flight = setTimeout(() => land(message), 1000 * Math.max(retryAfter || 0, message.tries));
      return;
    }
    message.state = 'failed';
    message.reason = { too_fast: say('fast'), too_long: say('long') }[reason];
    mark(message);
    land(message);
  };

  const retry = (message) => {
    message.state = 'sending';
    message.tries = 0;
    mark(message);
    pump();
  };

  // ---- session -----------------------------------------------------------------------------------------------

  // The only thing that is stored, only after the chat was opened, and gone with the tab.
  const KEY = `panelassist:${config.connection}`;
  const load = () => { try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; } };
  const save = (value) => { try { value ? sessionStorage.setItem(KEY, JSON.stringify(value)) : sessionStorage.removeItem(KEY); } catch { /* storage is switched off: the session lives as long as the page */ } };

  const given = page ? Object.fromEntries(['user', 'name', 'expires', 'signature'].map((key) => [key, fragment.get(key)])) : config;
  let identity = given.user && given.signature ? { user: given.user, name: given.name || '', expires: Number(given.expires) || 0, signature: given.signature } : null;

  // Who holds the address holds the sign-in, so it leaves the address bar and the history.
  if (page && identity) history.replaceState(null, '', location.pathname + location.search);

  let kept = load();
  if (kept && (identity ? kept.user !== identity.user : kept.user && !page)) kept = null;
  let token = null;

  class Fault extends Error {
    constructor(status, retryAfter) {
      super(String(status));
      this.status = status;
      this.retryAfter = retryAfter;
    }
  }

  const call = async (path, body) => {
    const answer = await fetch(new URL(`chat/${config.connection}/${path}`, base), {
      method: body ? 'POST' : 'GET',
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }) },
      body: body && JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout ? AbortSignal.timeout(40000) : undefined,
    });
    if (!answer.ok) throw new Fault(answer.status, Number(answer.headers.get('Retry-After')) || 0);
    return answer.json();
  };

  const startSession = async () => {
    token = null;
    let session;
    try {
      session = await call('session', kept ? { visitor: kept.session } : { identity });
      // The server did not know what was kept; with a signed identity in hand that is no reason to be a stranger.
      if (kept && identity && !session.identified) session = await call('session', { identity });
    } catch (fault) {
      if (fault.status !== 401 || !kept || !identity) throw fault;
      session = await call('session', { identity });
    }
    token = session.session;
    kept = { session: token, user: session.identified ? session.visitor.replace(/^user:/, '') : undefined };
    save(kept);
    entitle(config.title && !page ? config.title : session.title);
    paint(config.color || session.color);
    greet(session.greeting);
    if (visitor && visitor !== session.visitor) reset();
    visitor = session.visitor;
  };

  let visitor = null;
  const reset = () => {
    last = 0;
    for (const message of shown.splice(0)) message.node.remove();
  };

  const welcomeCard = h('div', { class: 'row assistant', hidden: true });
  wrap.insertBefore(welcomeCard, typing);
  const greet = (text) => {
    if (welcomeCard.firstChild) return;
    const chip = (label, act) => h('button', { class: 'chip', type: 'button', onclick: act }, label);
    welcomeCard.append(
      h('div', { class: 'bubble', dir: 'auto' }, linked(text || say('greeting'))),
      h('div', { class: 'chips' },
        chip(say('status'), () => { field.value = 'status '; fit(); field.focus(); }),
        chip(say('balance'), () => { post({ command: 'balance', label: say('balance') }); field.focus(); }),
        chip(say('help'), () => { post({ command: 'help', label: say('help') }); field.focus(); })));
    welcomeCard.hidden = shown.length > 0;
  };

  // ---- connection --------------------------------------------------------------------------------------------

  let started = false;
  let online = false;
  let stopped = false;
  let socket = null;
  let attempt = 0;
  let refusals = 0;
  let renewals = 0;
  let reconnectTimer;
  let silenceTimer;
  let barTimer;

  const begin = () => {
    if (started) return;
    started = true;
    connect();
  };

  const setOnline = (on) => {
    clearTimeout(barTimer);
    if (on) {
      bar.hidden = true;
      attempt = 0;
      renewals = 0;
    } else if (!stopped) {
      // A blink is not worth a bar.
      barTimer = setTimeout(() => { bar.textContent = say('lost'); bar.hidden = false; }, 1500);
    }
    if (online !== on) {
      online = on;
      root.classList.toggle('online', on);
      clearTimeout(flight);
      flying = null;
      for (const message of shown) if (message.state === 'sending' && !message.sequence) mark(message);
    }
    if (on) pump();
  };

  /** Nothing will get better by itself: say so, and offer what can be done. */
  const stop = (why) => {
    stopped = true;
    setOnline(false);
    clearTimeout(barTimer);
    bar.textContent = say(why);
    bar.classList.add('still');
    bar.hidden = false;
    showTyping(false);
    form.hidden = human.hidden = true;
    if (why !== 'ended') return;
    const guest = h('button', { class: 'chip', type: 'button', onclick: () => {
      save(kept = null);
      identity = null;
      guest.remove();
      form.hidden = human.hidden = false;
      bar.classList.remove('still');
      bar.hidden = true;
      stopped = false;
      field.focus();
      connect();
    } }, say('guest'));
    foot.append(h('div', { class: 'over-stop' }, guest));
  };

  const later = (seconds) => {
    setOnline(false);
    if (stopped) return;
    clearTimeout(reconnectTimer);
    // Jittered, so that a restarted server is not met by everyone at the same moment.
    const wait = seconds ? seconds * 1000 : Math.min(30000, 500 * 2 ** attempt++);
    reconnectTimer = setTimeout(connect, wait * (0.5 + Math.random()));
  };

  const renew = () => {
    token = null;
    if (++renewals > 2) stop('ended');
    else later(1);
  };

  const connect = async () => {
    clearTimeout(reconnectTimer);
    if (stopped || socket) return;
    try {
      if (!token) await startSession();
    } catch (fault) {
      if (fault.status === 401) stop('ended');
      else if (fault.status === 403) stop('blocked');
      else if (fault.status === 404) stop('gone');
      else later(fault.retryAfter);
      return;
    }
    if (refusals < 2) openSocket();
    else poll();
  };

  const hear = () => {
    clearTimeout(silenceTimer);
    // The server is never silent for longer than half of this.
    silenceTimer = setTimeout(() => { const deaf = socket; drop(); deaf?.close(); later(); }, 60000);
  };

  const drop = () => {
    clearTimeout(silenceTimer);
    if (socket) socket.onmessage = socket.onclose = socket.onopen = null;
    socket = null;
  };

  const openSocket = () => {
    const address = new URL(`chat/${config.connection}/socket`, base);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    let welcomed = false;
    try {
      socket = new WebSocket(address);
    } catch {
      // The embedding site's own policy forbids sockets.
      socket = null;
      refusals = 2;
      poll();
      return;
    }
    const mine = socket;
    const opening = setTimeout(() => mine.close(), 10000);
    socket.onopen = () => mine.send(JSON.stringify({ type: 'hello', session: token, after: last }));
    socket.onmessage = ({ data }) => {
      hear();
      const frame = JSON.parse(data);
      if (frame.type === 'welcome') {
        clearTimeout(opening);
        welcomed = true;
        refusals = 0;
        quietly(frame.sequence);
        setOnline(true);
      } else if (frame.type === 'message') {
        receive(frame);
        if (loading && last >= loading) loud();
      } else if (frame.type === 'accepted') {
        accept(shown.find((message) => message.id === frame.id));
      } else if (frame.type === 'refused') {
        refuse(shown.find((message) => message.id === frame.id), frame);
      }
    };
    socket.onclose = ({ code }) => {
      clearTimeout(opening);
      drop();
      if (code === 4401) {
        setOnline(false);
        renew();
        return;
      }
      if (!welcomed && navigator.onLine !== false) refusals++;
      later(code === 4429 ? 30 : 0);
    };
  };

  /** History is shown without being read out line by line. */
  const quietly = (until) => {
    if (last >= until || last > 0) return;
    loading = until;
    log.setAttribute('aria-live', 'off');
    setTimeout(loud, 3000);
  };
  const loud = () => {
    loading = false;
    log.setAttribute('aria-live', 'polite');
  };

  /** For networks that let no socket through. Sockets are tried again now and then. */
  const poll = async () => {
    const until = Date.now() + 120000;
    try {
      let wait = 0;
      while (!stopped && Date.now() < until) {
        const page = await call(`messages?after=${last}&wait=${wait}`);
        if (!online) setOnline(true);
        if (!wait) quietly(page.sequence);
        page.items.forEach(receive);
        loud();
        last = Math.max(last, page.sequence);
        wait = 20;
      }
      refusals = 1;
      connect();
    } catch (fault) {
      if (fault.status === 401) renew();
      else if (fault.status === 403) stop('blocked');
      else if (fault.status === 404) stop('gone');
      else later(fault.retryAfter);
    }
  };

  const hurry = () => {
    if (started && !online && !stopped && !socket && navigator.onLine !== false && document.visibilityState === 'visible') {
      attempt = 0;
      connect();
    }
  };
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  addEventListener('offline', () => { const gone = socket; drop(); gone?.close(); if (started) later(); });

  // ---- start -------------------------------------------------------------------------------------------------

  const mount = () => {
    document.body.append(host);

    // A phone's keyboard takes half of the space; the newest message stays in sight.
    new ResizeObserver(() => { if (pinned) toEnd(); }).observe(log);
    paint(config.color);
    dark.addEventListener('change', () => paint(config.color));
    entitle(config.title || say('chat'));
    if (page) {
      document.documentElement.lang = language;
      document.documentElement.dir = rtl ? 'rtl' : 'ltr';
      begin();
      if (!matchMedia('(pointer: coarse)').matches) field.focus();
    } else if (kept) {
      // Opened before in this tab: an answer that comes meanwhile is shown on the button.
      begin();
    }
  };
  if (document.body) mount();
  else addEventListener('DOMContentLoaded', mount);

  window.PanelAssist = { open: () => toggle(true), close: () => toggle(false) };
})();
