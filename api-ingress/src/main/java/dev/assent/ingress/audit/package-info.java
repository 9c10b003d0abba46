/** Who was let in and who was not, written where nobody here can change it afterwards. */
package dev.assent.ingress.audit;
