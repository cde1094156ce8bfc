import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import { h } from "preact";
import type { ShopPlugin } from "../platform/shop-app.ts";
import { MessagePage } from "./pages/message-page.tsx";
import { sendPage } from "./render-page.ts";
import { registerAssetRoutes } from "./routes/asset-routes.ts";
import { registerBankRoutes } from "./routes/bank-routes.tsx";
import { registerCartRoutes } from "./routes/cart-routes.tsx";
import { registerCatalogRoutes } from "./routes/catalog-routes.tsx";
import { registerCheckoutRoutes } from "./routes/checkout-routes.tsx";
import { registerOrderRoutes } from "./routes/order-routes.tsx";
import { isFromOurPages } from "./same-origin.ts";
import type { StorefrontOptions } from "./storefront-options.ts";

/** Every page of the shop, its pictures and its static files. All of it works without scripts. */
export function storefront(options: StorefrontOptions): ShopPlugin {
  return async (app) => {
    await app.register(cookie);
    await app.register(formbody);
    registerAssetRoutes(app, options);
    await app.register(async (pages) => {
      pages.addHook("onRequest", async (request, reply) => {
        // Pages show this visitor's cart: nobody else's cache may keep them.
        reply.header("cache-control", "private, no-cache");
        if (request.method === "POST" && !isFromOurPages(request, options.site.publicUrl))
          return sendPage(reply, 403, h(MessagePage, crossSiteMessage(options)));
      });
      for (const register of [
        registerCatalogRoutes,
        registerCartRoutes,
        registerCheckoutRoutes,
        registerOrderRoutes,
        registerBankRoutes,
      ])
        register(pages, options);
    });
  };
}

function crossSiteMessage({ site, assets }: StorefrontOptions): Parameters<typeof MessagePage>[0] {
  return {
    frame: { site, assets, categories: [], cartCount: 0 },
    title: "This form came from elsewhere",
    text: "For your safety we only take forms that were sent from our own pages. Please go back and try again.",
  };
}
