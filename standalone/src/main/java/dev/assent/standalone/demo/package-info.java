/** The story of one approval, told step by step against a running Assent. */
package dev.assent.standalone.demo;
